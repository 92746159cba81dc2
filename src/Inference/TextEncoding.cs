namespace RnnToolkit.Inference;

/// <summary>What the model reads of a text.</summary>
/// <param name="Ids">The token ids, padded: exactly as many as the model's sequence length.</param>
/// <param name="Tokens">The tokens that were kept, in the order of the text.</param>
/// <param name="Truncated">Whether the text has more tokens.</param>
public sealed record TextEncoding(IReadOnlyList<long> Ids, IReadOnlyList<TextToken> Tokens, bool Truncated);

/// <summary>A token and where it comes from.</summary>
/// <param name="Text">The token after preprocessing: one or more of a-z, A-Z, 0-9.</param>
/// <param name="Id">Its id; 0 when it is not in the vocabulary.</param>
/// <param name="Start">Where it begins in the raw text, in UTF-16 code units.</param>
/// <param name="Length">How long it is there: punctuation inside it counts, and an abbreviation is as long as it was written.</param>
public readonly record struct TextToken(string Text, long Id, int Start, int Length);
