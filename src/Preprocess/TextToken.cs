namespace RnnToolkit.Preprocess;

/// <summary>A token and its place in the raw text.</summary>
/// <param name="Text">The token after preprocessing; of the paper's steps one or more of a-z, A-Z, 0-9.</param>
/// <param name="Id">
/// Its id where the model reads it, and otherwise 0. An unknown token has the id of the row that it shares with others, or 0 in a configuration without
/// such rows.
/// </param>
/// <param name="Start">Offset of its first character in the raw text, in UTF-16 code units.</param>
/// <param name="Length">
/// Number of UTF-16 code units that it spans in the raw text, including punctuation inside it. The tokens of an expanded abbreviation
/// span the abbreviation.
/// </param>
/// <param name="Status">Whether the model reads it.</param>
public readonly record struct TextToken(string Text, long Id, int Start, int Length, TokenStatus Status);
