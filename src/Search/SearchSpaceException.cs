using System.Globalization;

namespace RnnToolkit.Search;

/// <summary>A search space that cannot be searched. The message is one line: the key, what was found, and what was expected.</summary>
/// <param name="key">The key of the parameter, with a field of it where one is meant; null for the whole document.</param>
/// <param name="found">What is there.</param>
/// <param name="expected">What must be there.</param>
public sealed class SearchSpaceException(string? key, string found, string expected)
    : Exception($"{(key is null ? "" : $"{OneLine(key)}: ")}found {OneLine(found)}, expected {expected}")
{
    const int MaxLength = 120;

    // Both come from a file: keep them short, on one line, and without what a terminal would act on.
    static string OneLine(string text)
    {
        var end = text.Length <= MaxLength ? text.Length : MaxLength - (char.IsHighSurrogate(text[MaxLength - 1]) ? 1 : 0);
        var shown = string.Concat(text.Take(end).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format ? '\uFFFD' : c));
        return end == text.Length ? shown : shown + "...";
    }
}
