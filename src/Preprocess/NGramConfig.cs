namespace RnnToolkit.Preprocess;

/// <summary>The n-grams of the wide channel: sequences of tokens, and sequences of characters within a token.</summary>
/// <param name="WordMax">
/// The longest sequence of tokens; every shorter one, down to single tokens, is an n-gram, too. 0 to <see cref="LargestWordMax"/>, default 3; 0 for none.
/// </param>
/// <param name="CharMin">The shortest sequence of characters. 1 to <paramref name="CharMax"/>, default 2; without meaning when that is 0.</param>
/// <param name="CharMax">
/// The longest sequence of characters. 0 to <see cref="LargestCharMax"/>, default 5; 0 for none. The token has a mark at each end, so that the beginning of
/// a word is another n-gram than the same characters inside. Only words have them: a character that is a token, a symbol or a placeholder has none.
/// </param>
/// <param name="MaxTokens">Tokens that are read of a text, whatever the sequence length is. 1 to <see cref="LargestMaxTokens"/>, default 10,000.</param>
public sealed record NGramConfig(int WordMax = 3, int CharMin = 2, int CharMax = 5, int MaxTokens = 10_000)
{
    /// <summary>The largest <see cref="WordMax"/>.</summary>
    public const int LargestWordMax = 5;

    /// <summary>The largest <see cref="CharMax"/>.</summary>
    public const int LargestCharMax = 8;

    /// <summary>The largest <see cref="MaxTokens"/>.</summary>
    public const int LargestMaxTokens = 100_000;

    /// <summary>Characters of a word that are read for its n-grams of characters. No word has that many; what a data set has instead is base64.</summary>
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
