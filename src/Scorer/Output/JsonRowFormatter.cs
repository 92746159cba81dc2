using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>A JSON object per line; <c>offset</c> is written for bad rows only, <c>probabilities</c> as an object with a property a label.</summary>
sealed class JsonRowFormatter(OutputColumns columns) : RowFormatter
{
    // The output is UTF-8 text, not HTML: letters need no escapes.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override ReadOnlySpan<byte> Header => [];

    public override void Write(IBufferWriter<byte> output, ScoredRow row)
    {
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, row.Id);
            json.WriteString("label"u8, row.Label);
            if (row.Probability is { } probability)
            {
                json.WriteNumber("probability"u8, probability);
            }
            else
            {
                json.WriteNull("probability"u8);
            }

            json.WriteString("status"u8, row.Status.Name());
            if (row.Offset is { } offset)
            {
                json.WriteNumber("offset"u8, offset);
            }

            WriteProbabilities(json, row);
            for (var i = 0; i < columns.Others.Count; i++)
            {
                json.WriteString(columns.Others[i], i < row.Others.Count ? row.Others[i] : null);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    void WriteProbabilities(Utf8JsonWriter json, ScoredRow row)
    {
        if (columns.Probabilities.Count == 0)
        {
            return;
        }

        if (row.Probabilities.Count == 0)
        {
            json.WriteNull("probabilities"u8);
            return;
        }

        json.WriteStartObject("probabilities"u8);
        foreach (var (label, probability) in row.Probabilities)
        {
            json.WriteNumber(label, probability);
        }

        json.WriteEndObject();
    }
}
