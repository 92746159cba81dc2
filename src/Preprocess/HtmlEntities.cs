using System.Globalization;

namespace RnnToolkit.Preprocess;

/// <summary>Decodes HTML character references: the 252 names of HTML 4, <c>&amp;apos;</c>, and numbers.</summary>
static class HtmlEntities
{
    /// <summary>The embedded table: one name per line.</summary>
    public const string Resource = "entities.tsv";

    const int LongestName = 8;
    const int MostDigits = 8;

    // HTML reads the numbers 128 to 159 as Windows-1252. The five that Windows-1252 does not define are control characters.
    const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    static readonly TokenTable s_names = Names();

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The text after the ampersand. At most eleven characters are read.</param>
    /// <param name="value">The code point; never a surrogate or 0.</param>
    /// <param name="length">The number of characters that the reference takes, including the semicolon.</param>
    /// <returns>False when the text does not start with a reference.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out int value, out int length)
    {
        if (text.Length > 0 && text[0] == '#')
        {
            return TryReadNumber(text, out value, out length);
        }

        (value, length) = (0, 0);
        var end = text[..Math.Min(text.Length, LongestName + 1)].IndexOf(';');
        if (end <= 0)
        {
            return false;
        }

        (value, length) = (s_names[text[..end]], end + 1);
        return value != 0;
    }

    static bool TryReadNumber(ReadOnlySpan<char> text, out int value, out int length)
    {
        var isHex = text.Length > 1 && (text[1] | 0x20) == 'x';
        var start = isHex ? 2 : 1;
        var end = start;
        long number = 0;
        while (end < text.Length && end - start < MostDigits && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            number = isHex ? (number * 16) + HexValue(text[end]) : (number * 10) + (text[end] - '0');
            end++;
        }

        (value, length) = (0, end + 1);
        if (end == start || end == text.Length || text[end] != ';' || number is 0 or (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF)
        {
            return false;
        }

        value = number is >= 0x80 and <= 0x9F ? Windows1252[(int)number - 0x80] : (int)number;
        return true;
    }

    static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    static TokenTable Names()
    {
        var entries = WordList.Lines(Resource).Select(line => line.Split('\t')).ToList();
        var table = new TokenTable(entries.Count);
        foreach (var entry in entries)
        {
            table.TryAdd(entry[0], int.Parse(entry[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return table;
    }
}
