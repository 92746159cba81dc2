using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>What the model reads of a text.</summary>
/// <param name="Ids">The token ids, padded: exactly as many as the model's sequence length.</param>
/// <param name="Tokens">
/// Every token of the text, in order, including removed stop words and the tokens beyond the model's sequence length;
/// <see cref="TextToken.Status"/> says which ones the model reads.
/// </param>
/// <param name="Truncated">Whether the text has more tokens than the model reads.</param>
public sealed record TextEncoding(IReadOnlyList<long> Ids, IReadOnlyList<TextToken> Tokens, bool Truncated);
