using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>A JSON object per line; <c>offset</c> is written for bad rows only.</summary>
sealed class JsonRowFormatter : RowFormatter
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

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
