using System.Buffers;
using System.Globalization;
using System.Text;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>CSV and TSV, quoted as RFC 4180 requires.</summary>
sealed class DelimitedRowFormatter(byte delimiter) : RowFormatter
{
    const int MaxNumberLength = 32;

    readonly SearchValues<char> _special = SearchValues.Create((char)delimiter, '"', '\r', '\n');
    readonly byte[] _header = Encoding.ASCII.GetBytes(string.Join((char)delimiter, "id", "label", "probability", "status", "offset") + "\n");

    public override ReadOnlySpan<byte> Header => _header;

    public override void Write(IBufferWriter<byte> output, ScoredRow row)
    {
        WriteText(output, row.Id);
        output.Write([delimiter]);
        WriteText(output, row.Label ?? "");
        output.Write([delimiter]);
        WriteNumber(output, row.Probability);
        output.Write([delimiter]);
        WriteText(output, row.Status.Name());
        output.Write([delimiter]);
        WriteNumber(output, row.Offset);
        output.Write("\n"u8);
    }

    void WriteText(IBufferWriter<byte> output, string text)
    {
        if (text.AsSpan().ContainsAny(_special))
        {
            output.Write("\""u8);
            Encoding.UTF8.GetBytes(text.Replace("\"", "\"\"", StringComparison.Ordinal), output);
            output.Write("\""u8);
        }
        else
        {
            Encoding.UTF8.GetBytes(text, output);
        }
    }

    static void WriteNumber<T>(IBufferWriter<byte> output, T? number)
        where T : struct, IUtf8SpanFormattable
    {
        if (number is { } value)
        {
            value.TryFormat(output.GetSpan(MaxNumberLength), out var length, default, CultureInfo.InvariantCulture);
            output.Advance(length);
        }
    }
}
