using System.Buffers;
using System.Globalization;
using System.Text;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>CSV and TSV, quoted as RFC 4180 requires.</summary>
sealed class DelimitedRowFormatter : RowFormatter
{
    const int MaxNumberLength = 32;

    readonly byte _delimiter;
    readonly OutputColumns _columns;
    readonly SearchValues<char> _special;
    readonly byte[] _header;

    public DelimitedRowFormatter(byte delimiter, OutputColumns columns)
    {
        (_delimiter, _columns) = (delimiter, columns);
        _special = SearchValues.Create((char)delimiter, '"', '\r', '\n');
        var header = new ArrayBufferWriter<byte>();
        foreach (var name in columns.Names)
        {
            if (header.WrittenCount > 0)
            {
                header.Write([delimiter]);
            }

            WriteText(header, name);
        }

        header.Write("\n"u8);
        _header = header.WrittenSpan.ToArray();
    }

    public override ReadOnlySpan<byte> Header => _header;

    public override void Write(IBufferWriter<byte> output, ScoredRow row)
    {
        WriteText(output, row.Id);
        output.Write([_delimiter]);
        WriteText(output, row.Label ?? "");
        output.Write([_delimiter]);
        WriteNumber(output, row.Probability);
        output.Write([_delimiter]);
        WriteText(output, row.Status.Name());
        output.Write([_delimiter]);
        WriteNumber(output, row.Offset);
        for (var label = 0; label < _columns.Probabilities.Count; label++)
        {
            output.Write([_delimiter]);
            WriteNumber(output, label < row.Probabilities.Count ? row.Probabilities.At(label) : (float?)null);
        }

        for (var i = 0; i < _columns.Others.Count; i++)
        {
            output.Write([_delimiter]);
            WriteText(output, i < row.Others.Count ? row.Others[i] ?? "" : "");
        }

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
