using System.Text.RegularExpressions;

namespace RnnToolkit.Preprocess.Tests;

/// <summary>The paper's steps written down one after the other, with a string between each: slow, and easy to believe.</summary>
static partial class StepByStep
{
    // Python's white space is .NET's and the four information separators.
    static readonly char[] s_whiteSpace =
        [.. Enumerable.Range(0, 0x10000).Select(i => (char)i).Where(c => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F')];

    public static IEnumerable<string> Tokens(string text, bool expand)
    {
        text = Lower(text);
        if (expand)
        {
            var table = Abbreviations.English.Entries.ToDictionary();
            text = string.Join(' ', Words(text).Select(word => table.GetValueOrDefault(word, word)));
        }

        text = Tag().Replace(text, "");
        text = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || s_whiteSpace.Contains(c)));
        return Words(text).Where(word => !StopWords.English.Contains(word));
    }

    static string[] Words(string text) => text.Split(s_whiteSpace, StringSplitOptions.RemoveEmptyEntries);

    // Lower case that adds characters or crosses into ASCII, as Unicode's SpecialCasing.txt and UnicodeData.txt have it.
    static string Lower(string text) => text
        .Replace("\u0130", "i\u0307", StringComparison.Ordinal)
        .Replace('\u212A', 'k')
        .ToLowerInvariant();

    [GeneratedRegex("<.*?>")]
    private static partial Regex Tag();
}
