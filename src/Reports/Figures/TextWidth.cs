using System.Text;

namespace RnnToolkit.Reports.Figures;

/// <summary>Estimates how wide a text is: nothing here can measure fonts.</summary>
static class TextWidth
{
    /// <summary>The width at a font size, a little more than common fonts need.</summary>
    public static double Of(string text, double size = Canvas.TextSize) => size * text.EnumerateRunes().Sum(WidthOf);

    /// <summary>The text, cut with an ellipsis where it is wider than it may be.</summary>
    public static string Fit(string text, double width, double size = Canvas.TextSize)
    {
        if (Of(text, size) <= width)
        {
            return text;
        }

        var (result, left) = (new StringBuilder(), width - size);
        foreach (var rune in text.EnumerateRunes())
        {
            left -= size * WidthOf(rune);
            if (left < 0)
            {
                break;
            }

            result.Append(rune);
        }

        return result.ToString().TrimEnd() + "…";
    }

    static double WidthOf(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'f' or 't' or 'r' or 'I' or ' ' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' or '(' or ')' or '-' => 0.36,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.92,
        >= 'A' and <= 'Z' => 0.7,
        >= 0x1100 => 1.05, // East Asian characters are as wide as high
        _ => 0.58,
    };
}
