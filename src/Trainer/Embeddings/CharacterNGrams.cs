using System.Text;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>The lengths of the character n-grams whose rows make up the vector of a word (Bojanowski et al. 2017).</summary>
/// <param name="Min">The shortest, at least 1.</param>
/// <param name="Max">The longest.</param>
readonly record struct CharacterNGrams(int Min, int Max)
{
    /// <summary>The longest that is accepted.</summary>
    public const int Longest = 20;

    /// <summary>Reads <c>3..6</c>; null for anything else.</summary>
    public static CharacterNGrams? Parse(string text) =>
        text.Split("..") is [var min, var max] && Number(min) is { } first && Number(max) is { } last && first <= last ? new(first, last) : null;

    /// <summary>The distinct n-grams of a word written as &lt;word&gt;, in characters of Unicode; not the whole of it, which has a row anyway.</summary>
    public IEnumerable<string> Of(string word)
    {
        var runes = $"<{word}>".EnumerateRunes().ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < runes.Length; start++)
        {
            for (var length = Min; length <= Max && start + length <= runes.Length; length++)
            {
                var isMark = length == 1 && (start == 0 || start == runes.Length - 1);
                if (length == runes.Length || isMark)
                {
                    continue;
                }

                var nGram = Text(runes.AsSpan(start, length));
                if (seen.Add(nGram))
                {
                    yield return nGram;
                }
            }
        }
    }

    static string Text(ReadOnlySpan<Rune> runes)
    {
        var text = new StringBuilder();
        foreach (var rune in runes)
        {
            text.Append(rune.ToString());
        }

        return text.ToString();
    }

    static int? Number(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Longest
            ? number
            : null;
}
