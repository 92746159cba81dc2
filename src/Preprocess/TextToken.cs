namespace RnnToolkit.Preprocess;

/// <summary>A token and its place in the raw text.</summary>
/// <param name="Text">The token after preprocessing.</param>
/// <param name="Id">
/// The id that the model reads; 0 when the model does not read the token. An unknown token has the id of a row for unknown words, or 0 when the
/// configuration has no such rows.
/// </param>
/// <param name="Start">Offset of its first character in the raw text, in UTF-16 code units.</param>
/// <param name="Length">
/// Number of UTF-16 code units that it spans in the raw text, including punctuation inside it. The tokens of an expanded abbreviation
/// span the abbreviation.
/// </param>
/// <param name="Status">Whether the model reads it.</param>
public readonly record struct TextToken(string Text, long Id, int Start, int Length, TokenStatus Status);
