using System.Globalization;
using System.Text;

namespace RnnToolkit.DataCheck;

/// <summary>Makes a piece of a text printable: short, on one line, and without characters that a terminal or a page would act on.</summary>
public static class Excerpt
{
    const int Length = 120;
    const int Before = 40;

    /// <summary>The start of a text.</summary>
    public static string Of(string text) => Of(text, 0);

    /// <summary>The text around a place.</summary>
    public static string Of(string text, int place)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = Math.Max(0, Math.Min(place - Before, text.Length - Length));
        var end = Math.Min(text.Length, start + Length);
        start += start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        return (start > 0 ? "..." : "") + Printable(text.AsSpan(start, Math.Max(0, end - start))).Trim() + (end < text.Length ? "..." : "");
    }

    /// <summary>A label, an id or a word, clipped.</summary>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length <= Length ? Printable(name) : Of(name);
    }

    static string Printable(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(text, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (!isWhole)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[0]:X4}");
            }
            else if (rune.Value is '\n' or '\r' or '\t' or ' ')
            {
                result.Append(result.Length > 0 && result[^1] == ' ' ? "" : " ");
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
            else
            {
                result.Append(text[..length]);
            }

            text = text[(isWhole ? length : 1)..];
        }

        return result.ToString();
    }
}
