namespace RnnToolkit.Preprocess;

/// <summary>An n-gram of a text that the wide channel knows, and its place in the raw text.</summary>
/// <param name="Text">Its tokens, separated by spaces; or its characters, with a space as boundary mark.</param>
/// <param name="Id">Its id in the <see cref="NGramTable"/>, from 1. In rare cases an unknown n-gram has the fingerprint, and so the id, of a known one.</param>
/// <param name="Start">Offset of its first token, or of the word that contains the characters, in the raw text, in UTF-16 code units.</param>
/// <param name="Length">Number of UTF-16 code units from there to the end of its last token.</param>
/// <param name="IsWithinWord">True for characters within a word, false for tokens.</param>
public readonly record struct TextNGram(string Text, int Id, int Start, int Length, bool IsWithinWord);
