using System.Text;

namespace RnnToolkit.Runs;

/// <summary>Reads the records of a CSV file as RFC 4180 defines them; lines may also end with LF alone.</summary>
/// <param name="reader">The file.</param>
sealed class CsvReader(TextReader reader)
{
    const int MaxFieldLength = 1 << 20;

    readonly StringBuilder _field = new();
    int _line;

    /// <summary>The line, counted from 1, on which the last record begins.</summary>
    public int Line { get; private set; }

    /// <summary>The fields of the next record; null at the end of the file.</summary>
    /// <exception cref="FormatException">A quote is misplaced or not closed, or a field is too long; the message says what was found.</exception>
    public List<string>? Read()
    {
        if (reader.Peek() < 0)
        {
            return null;
        }

        Line = ++_line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(reader.Peek() == '"' ? ReadQuoted() : ReadPlain());
            switch (reader.Read())
            {
                case ',':
                    break;
                case -1 or '\n':
                    return fields;
                case '\r' when reader.Peek() == '\n':
                    _ = reader.Read();
                    return fields;
                default:
                    throw new FormatException("text after a closing quote");
            }
        }
    }

    string ReadPlain()
    {
        _field.Clear();
        while (reader.Peek() is var next && next is not (-1 or ',' or '\n' or '\r'))
        {
            Append(next == '"' ? throw new FormatException("a quote in a field that does not start with one") : reader.Read());
        }

        return _field.ToString();
    }

    string ReadQuoted()
    {
        _field.Clear();
        _ = reader.Read();
        while (true)
        {
            var next = reader.Read();
            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    return _field.ToString();
                }

                _ = reader.Read();
            }

            _line += next == '\n' ? 1 : 0;
            Append(next >= 0 ? next : throw new FormatException("a quote that is never closed"));
        }
    }

    void Append(int character)
    {
        if (_field.Length == MaxFieldLength)
        {
            throw new FormatException(Invariant($"a field of more than {MaxFieldLength} characters"));
        }

        _field.Append((char)character);
    }
}
