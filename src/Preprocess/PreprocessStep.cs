namespace RnnToolkit.Preprocess;

/// <summary>One step of the text preprocessing, in the order in which the steps apply.</summary>
/// <remarks>Every step has the semantics of the Python 3 function named next to it, for any Unicode input.</remarks>
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
}
