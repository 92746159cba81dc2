namespace RnnToolkit.Preprocess;

/// <summary>What the encoder saw in one text.</summary>
/// <param name="TokenCount">Tokens that were kept, at most the sequence length; 0 for a text without any.</param>
/// <param name="UnknownCount">Kept tokens that are not in the vocabulary.</param>
/// <param name="Truncated">Whether the text has more tokens than were kept.</param>
public readonly record struct EncodedText(int TokenCount, int UnknownCount, bool Truncated);
