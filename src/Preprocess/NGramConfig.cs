namespace RnnToolkit.Preprocess;

/// <summary>The n-grams of the wide channel: sequences of tokens, and sequences of characters within a token.</summary>
/// <param name="WordMax">
/// The most tokens of an n-gram; every sequence of 1 to this many tokens is an n-gram. 0 (none) to <see cref="LargestWordMax"/>, default 3.
/// </param>
/// <param name="CharMin">The fewest characters of an n-gram within a word. 1 to <paramref name="CharMax"/>, default 2; not used when that is 0.</param>
/// <param name="CharMax">
/// The most characters of an n-gram within a word. 0 (none) to <see cref="LargestCharMax"/>, default 5. The word has a boundary mark at each end, so the
/// n-grams at its start and end differ from those inside. Symbols, placeholders and single characters of scripts without spaces have none.
/// </param>
/// <param name="MaxTokens">The number of tokens that are read of a text; it does not depend on the sequence length. 1 to <see cref="LargestMaxTokens"/>, default 10,000.</param>
public sealed record NGramConfig(int WordMax = 3, int CharMin = 2, int CharMax = 5, int MaxTokens = 10_000)
{
    /// <summary>The largest <see cref="WordMax"/>.</summary>
    public const int LargestWordMax = 5;

    /// <summary>The largest <see cref="CharMax"/>.</summary>
    public const int LargestCharMax = 8;

    /// <summary>The largest <see cref="MaxTokens"/>.</summary>
    public const int LargestMaxTokens = 100_000;

    /// <summary>The number of characters that are read of a word for its n-grams of characters. Longer "words" are data such as base64.</summary>
    public const int LongestWord = 100;

    /// <summary>Every problem of this configuration, one line each; empty when it can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (WordMax is < 0 or > LargestWordMax)
        {
            yield return $"preprocessing.nGrams.wordMax is {WordMax}, expected 0 to {LargestWordMax}";
        }

        if (CharMax is < 0 or > LargestCharMax)
        {
            yield return $"preprocessing.nGrams.charMax is {CharMax}, expected 0 to {LargestCharMax}";
        }
        else if (CharMax > 0 && (CharMin < 1 || CharMin > CharMax))
        {
            yield return $"preprocessing.nGrams.charMin is {CharMin}, expected 1 to {CharMax}, which is charMax";
        }

        if (WordMax == 0 && CharMax == 0)
        {
            yield return "preprocessing.nGrams.wordMax and charMax are 0, expected one above 0, or no nGrams";
        }

        if (MaxTokens is < 1 or > LargestMaxTokens)
        {
            yield return $"preprocessing.nGrams.maxTokens is {MaxTokens}, expected 1 to {LargestMaxTokens}";
        }
    }
}
