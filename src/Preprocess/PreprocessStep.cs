namespace RnnToolkit.Preprocess;

/// <summary>One step of the text preprocessing, in the order in which the steps apply.</summary>
/// <remarks>
/// <para>A configuration has either the paper's steps, up to <see cref="SplitOnWhiteSpace"/>, or the general ones from <see cref="ReplaceHtmlTags"/> on.</para>
/// <para>Each of the paper's steps has the semantics of the Python 3 function named next to it, for any Unicode input. <c>docs/preprocessing.md</c>
/// has the rules of the general ones, which hold for texts of any language.</para>
/// </remarks>
public enum PreprocessStep
{
    /// <summary><c>text.lower()</c>.</summary>
    Lowercase,

    /// <summary>
    /// Replaces whole words between white space by their expansion: <c>' '.join(table.get(w, w) for w in text.split())</c>.
    /// The result holds no white space but single spaces.
    /// </summary>
    ExpandAbbreviations,

    /// <summary><c>re.sub('&lt;.*?&gt;', '', text)</c>: a tag does not cross a line feed.</summary>
    RemoveHtmlTags,

    /// <summary><c>re.sub(r'[^a-zA-Z0-9\s]', '', text)</c>.</summary>
    KeepAsciiAlphanumeric,

    /// <summary><c>text.strip()</c>.</summary>
    Strip,

    /// <summary><c>' '.join(w for w in text.split() if w not in stop_words)</c>.</summary>
    RemoveStopWords,

    /// <summary><c>text.split()</c>.</summary>
    SplitOnWhiteSpace,

    /// <summary>Replaces each HTML tag by a space.</summary>
    ReplaceHtmlTags,

    /// <summary>Replaces character references of HTML, such as <c>&amp;amp;</c> and <c>&amp;#39;</c>, by the characters that they name.</summary>
    DecodeHtmlEntities,

    /// <summary>Drops what does not show or only changes the look: formatting characters, variation selectors, skin tones.</summary>
    RemoveFormatCharacters,

    /// <summary>The lower case of every character of Unicode, one character for one.</summary>
    LowercaseUnicode,

    /// <summary>Replaces addresses in the web by <see cref="Placeholders.Url"/>.</summary>
    ReplaceUrls,

    /// <summary>Replaces the names of users after an at sign by <see cref="Placeholders.Mention"/>.</summary>
    ReplaceMentions,

    /// <summary>
    /// Splits into words (runs of letters, marks and digits, with apostrophes inside), characters of scripts without spaces between words, and
    /// symbols.
    /// </summary>
    SplitUnicodeWords,

    /// <summary>Replaces words of five digits or more by <see cref="Placeholders.Number"/>.</summary>
    ReplaceLongNumbers,

    /// <summary>Makes the <c>n't</c> at the end of a word a token of its own.</summary>
    SplitNegations,
}
