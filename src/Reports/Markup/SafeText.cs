using System.Globalization;
using System.Text;

namespace RnnToolkit.Reports.Markup;

/// <summary>Makes text of any origin fit to be shown: names, labels and texts of a data set may hold anything.</summary>
public static class SafeText
{
    const char Replacement = '\uFFFD';

    /// <summary>
    /// Replaces what XML does not allow, what has no shape and what changes the direction of the text around it: control characters, lone
    /// surrogates, noncharacters and bidirectional overrides. Marks of Arabic and Hebrew text stay.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.All(IsPlain) ? text : Replaced(text);
    }

    /// <summary>Cleans text and cuts it after a number of characters, never within a surrogate pair; an ellipsis marks the cut.</summary>
    /// <param name="text">Any text, also a very long one.</param>
    /// <param name="maxLength">UTF-16 units to keep, the ellipsis included.</param>
    public static string Clip(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (text.Length <= maxLength)
        {
            return Clean(text);
        }

        var end = maxLength - 1;
        end -= end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return Clean(text[..end]).TrimEnd() + "…";
    }

    /// <summary>Clips text to one line: line breaks and tabs become spaces.</summary>
    public static string Line(string text, int maxLength) =>
        string.Concat(Clip(text, maxLength).Select(character => char.IsWhiteSpace(character) ? ' ' : character)).Trim();

    static string Replaced(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate is enumerated as U+FFFD
        {
            if (rune.Value is '\t' or '\n')
            {
                result.Append((char)rune.Value);
            }
            else if (rune.Value is '\r' or 0x85 or 0x2028 or 0x2029)
            {
                result.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control || IsDirectional(rune.Value) || IsNoncharacter(rune.Value))
            {
                result.Append(Replacement);
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }

    static bool IsPlain(char character) =>
        character is (>= ' ' and < '\u007F') or '\n' or '\t' or (>= '\u00A0' and < '\u2028');

    static bool IsDirectional(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;
}
