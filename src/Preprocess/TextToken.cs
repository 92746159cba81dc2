namespace RnnToolkit.Preprocess;

/// <summary>A token and its place in the raw text.</summary>
/// <param name="Text">The token after preprocessing: one or more of a-z, A-Z, 0-9.</param>
/// <param name="Id">Its id; 0 unless <paramref name="Status"/> is <see cref="TokenStatus.Known"/>.</param>
/// <param name="Start">Offset of its first character in the raw text, in UTF-16 code units.</param>
/// <param name="Length">
/// Number of UTF-16 code units that it spans in the raw text, including punctuation inside it. The tokens of an expanded abbreviation
/// span the abbreviation.
/// </param>
/// <param name="Status">Whether the model reads it.</param>
public readonly record struct TextToken(string Text, long Id, int Start, int Length, TokenStatus Status);
