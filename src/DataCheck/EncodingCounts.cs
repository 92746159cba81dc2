using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>What the encoder made of texts.</summary>
/// <param name="Texts">All texts.</param>
/// <param name="WithoutTokens">Texts of which no token is left.</param>
/// <param name="Truncated">Texts with more tokens than the model reads.</param>
/// <param name="Tokens">Tokens that the model reads.</param>
/// <param name="Unknown">Those of them that are not in the vocabulary.</param>
public readonly record struct EncodingCounts(long Texts, long WithoutTokens, long Truncated, long Tokens, long Unknown)
{
    /// <summary>The counts of encoded texts.</summary>
    public static EncodingCounts Of(IEnumerable<EncodedText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var counts = default(EncodingCounts);
        foreach (var text in texts)
        {
            counts += new EncodingCounts(1, text.TokenCount == 0 ? 1 : 0, text.Truncated ? 1 : 0, text.TokenCount, text.UnknownCount);
        }

        return counts;
    }

    /// <summary>The counts of both.</summary>
    public static EncodingCounts operator +(EncodingCounts left, EncodingCounts right) => Add(left, right);

    /// <summary>The counts of both.</summary>
    public static EncodingCounts Add(EncodingCounts left, EncodingCounts right) => new(
        left.Texts + right.Texts, left.WithoutTokens + right.WithoutTokens, left.Truncated + right.Truncated, left.Tokens + right.Tokens, left.Unknown + right.Unknown);
}
