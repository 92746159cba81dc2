namespace RnnToolkit.Datasets.Rows;

/// <summary>Splits one CSV or TSV record into fields and reports what is malformed.</summary>
sealed class FieldSplitter(byte delimiter, Quoting quoting)
{
    const byte Quote = (byte)'"';
    readonly List<Field> _fields = [];

    /// <summary>Fields of the last record.</summary>
    public IReadOnlyList<Field> Fields => _fields;

    /// <summary>Splits a record.</summary>
    /// <param name="record">Its bytes, without line end.</param>
    /// <returns>What is malformed, with the byte in the record and the field; null when nothing is.</returns>
    public Malformation? Split(ReadOnlySpan<byte> record)
    {
        _fields.Clear();
        var position = 0;
        while (true)
        {
            var quoted = quoting == Quoting.Rfc4180 && position < record.Length && record[position] == Quote;
            if (quoted)
            {
                var content = position + 1;
                var end = EndOfQuotes(record, content, out var hasEscapes);
                if (end < 0)
                {
                    return new Malformation(position, _fields.Count, "a quote that is never closed", "a closing quote before the end of the file");
                }

                _fields.Add(new Field(content, end - content, hasEscapes));
                position = end + 1;
                if (position < record.Length && record[position] != delimiter)
                {
                    return new Malformation(
                        position, _fields.Count - 1, "text after a closing quote", "the end of the field; a quote inside a quoted field is doubled");
                }
            }
            else
            {
                var length = record[position..].IndexOf(delimiter);
                length = length < 0 ? record.Length - position : length;
                if (quoting == Quoting.Rfc4180 && record.Slice(position, length).IndexOf(Quote) is var quote && quote >= 0)
                {
                    return new Malformation(
                        position + quote, _fields.Count, "a quote in a field that does not start with one", "the whole field in quotes, its quotes doubled");
                }

                _fields.Add(new Field(position, length, HasEscapes: false));
                position += length;
            }

            if (position >= record.Length)
            {
                return null;
            }

            position++; // the delimiter; a record that ends with one has an empty last field
        }
    }

    /// <summary>What the columns are called when the last record is the first one of a table.</summary>
    /// <param name="record">The bytes of that record.</param>
    /// <param name="isHeader">Whether it holds their names; otherwise they are numbered from 1.</param>
    public List<string> Names(ReadOnlySpan<byte> record, bool isHeader)
    {
        var names = new List<string>(_fields.Count);
        foreach (var field in _fields)
        {
            names.Add(isHeader ? StrictUtf8.Text(record, field) : Invariant($"{names.Count + 1}"));
        }

        return names;
    }

    static int EndOfQuotes(ReadOnlySpan<byte> record, int start, out bool hasEscapes)
    {
        hasEscapes = false;
        for (var position = start; ;)
        {
            var index = record[position..].IndexOf(Quote);
            if (index < 0)
            {
                return -1;
            }

            position += index;
            if (position + 1 < record.Length && record[position + 1] == Quote)
            {
                (hasEscapes, position) = (true, position + 2);
                continue;
            }

            return position;
        }
    }

    /// <summary>A field of a record.</summary>
    /// <param name="Start">First byte of the content.</param>
    /// <param name="Length">Its bytes.</param>
    /// <param name="HasEscapes">Whether it holds doubled quotes.</param>
    internal readonly record struct Field(int Start, int Length, bool HasEscapes);

    /// <summary>What is malformed.</summary>
    internal sealed record Malformation(int Position, int Field, string Found, string Expected);
}
