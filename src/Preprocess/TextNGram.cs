namespace RnnToolkit.Preprocess;

/// <summary>An n-gram of a text that the wide channel knows, and its place in the raw text.</summary>
/// <param name="Text">Its tokens with spaces between them, or its characters with a space for the start or the end of the word.</param>
/// <param name="Id">Its id in the <see cref="NGramTable"/>, from 1. Another n-gram with the same fingerprint, which is rare, has the same id.</param>
/// <param name="Start">Offset of its first token in the raw text, in UTF-16 code units; of the word, for characters within one.</param>
/// <param name="Length">Number of UTF-16 code units from there to the end of its last token.</param>
/// <param name="IsWithinWord">Whether it is a sequence of characters within a word, and not of tokens.</param>
public readonly record struct TextNGram(string Text, int Id, int Start, int Length, bool IsWithinWord);
