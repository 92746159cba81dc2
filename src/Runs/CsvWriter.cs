using System.Buffers;
using System.Globalization;

namespace RnnToolkit.Runs;

/// <summary>Writes the records of a CSV file as RFC 4180 defines them, with LF line ends.</summary>
/// <param name="writer">Receives the text.</param>
public sealed class CsvWriter(TextWriter writer)
{
    static readonly SearchValues<char> s_special = SearchValues.Create(',', '"', '\r', '\n');

    bool _hasFields;

    /// <summary>Writes a field of the current record, in quotes where it needs them.</summary>
    public void Field(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Separate();
        writer.Write(text.AsSpan().ContainsAny(s_special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    /// <summary>Writes a number so that reading it gives the same number.</summary>
    public void Field<T>(T number)
        where T : struct, ISpanFormattable
    {
        Separate();
        Span<char> buffer = stackalloc char[64];
        var isWritten = number.TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture);
        writer.Write(isWritten ? buffer[..length] : number.ToString(null, CultureInfo.InvariantCulture));
    }

    /// <summary>Ends the current record.</summary>
    public void EndRecord()
    {
        writer.Write('\n');
        _hasFields = false;
    }

    void Separate()
    {
        if (_hasFields)
        {
            writer.Write(',');
        }

        _hasFields = true;
    }
}
