namespace RnnToolkit.Preprocess;

/// <summary>One step of the text preprocessing, in the order in which the steps apply.</summary>
/// <remarks>
/// <para>A configuration uses either the paper's steps, up to <see cref="SplitOnWhiteSpace"/>, or the general steps, from <see cref="ReplaceHtmlTags"/>
/// on.</para>
/// <para>Each of the paper's steps has the semantics of the Python 3 function named next to it, for any Unicode input. The general steps are for
/// texts of any language; <c>docs/preprocessing.md</c> defines them.</para>
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

    /// <summary>Decodes HTML character references such as <c>&amp;amp;</c> and <c>&amp;#39;</c>.</summary>
    DecodeHtmlEntities,

    /// <summary>Removes format characters, variation selectors and the skin tones of emoji. Every configuration with general steps needs it.</summary>
    RemoveFormatCharacters,

    /// <summary>Replaces each code point by its lower case, which is one code point.</summary>
    LowercaseUnicode,

    /// <summary>Replaces each URL by <see cref="Placeholders.Url"/>.</summary>
    ReplaceUrls,

    /// <summary>Replaces each at sign and the name after it by <see cref="Placeholders.Mention"/>.</summary>
    ReplaceMentions,

    /// <summary>
    /// Splits the text into words (runs of letters, marks and digits, with apostrophes inside), single characters of scripts without spaces between
    /// words, and symbols. Every configuration with general steps needs it.
    /// </summary>
    SplitUnicodeWords,

    /// <summary>Replaces each word of five or more digits by <see cref="Placeholders.Number"/>.</summary>
    ReplaceLongNumbers,

    /// <summary>Splits <c>n't</c> from the end of a word.</summary>
    SplitNegations,
}
