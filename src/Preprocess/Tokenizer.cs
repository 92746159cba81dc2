namespace RnnToolkit.Preprocess;

/// <summary>Turns raw text into tokens by the steps of a <see cref="PreprocessConfig"/>. Thread-safe.</summary>
/// <remarks>
/// The steps are declared one after the other but run in a single pass over the text: no intermediate string is made, and a
/// caller that needs only the first tokens stops reading there. <see cref="TokenEnumerator"/> says why the result is the same.
/// </remarks>
public sealed class Tokenizer
{
    /// <summary>Creates a tokenizer.</summary>
    /// <exception cref="ArgumentException">The configuration is not valid; the message lists every problem.</exception>
    public Tokenizer(PreprocessConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var problems = string.Join("; ", config.Validate());
        if (problems.Length > 0)
        {
            throw new ArgumentException(problems, nameof(config));
        }

        Characters = config.IsGeneral ? CharacterTable.Instance : null;
        Lowercase = config.Steps.Any(step => step is PreprocessStep.Lowercase or PreprocessStep.LowercaseUnicode);
        KeepAscii = PythonText.KeepAscii(Lowercase);
        RemoveHtmlTags = config.Steps.Any(step => step is PreprocessStep.RemoveHtmlTags or PreprocessStep.ReplaceHtmlTags);
        DecodeHtmlEntities = config.Steps.Contains(PreprocessStep.DecodeHtmlEntities);
        ReplaceUrls = config.Steps.Contains(PreprocessStep.ReplaceUrls);
        ReplaceMentions = config.Steps.Contains(PreprocessStep.ReplaceMentions);
        SplitNegations = config.Steps.Contains(PreprocessStep.SplitNegations);
        ReplaceLongNumbers = config.Steps.Contains(PreprocessStep.ReplaceLongNumbers);
        Abbreviations = config.Steps.Contains(PreprocessStep.ExpandAbbreviations) ? Abbreviations.English : null;
        StopWords = config.Steps.Contains(PreprocessStep.RemoveStopWords) ? StopWords.English : null;
    }

    internal bool Lowercase { get; }

    internal byte[] KeepAscii { get; }

    internal bool RemoveHtmlTags { get; }

    /// <summary>The character table of the general steps; null for the paper's steps.</summary>
    internal CharacterTable? Characters { get; }

    internal bool DecodeHtmlEntities { get; }

    internal bool ReplaceUrls { get; }

    internal bool ReplaceMentions { get; }

    internal bool SplitNegations { get; }

    internal bool ReplaceLongNumbers { get; }

    internal Abbreviations? Abbreviations { get; }

    internal StopWords? StopWords { get; }

    /// <summary>The tokens of <paramref name="text"/>, one at a time, for <c>foreach</c>. A token is valid until the next one is read.</summary>
    public TokenEnumerator Enumerate(ReadOnlySpan<char> text) => new(this, text, keepStopWords: false);

    /// <summary>As <see cref="Enumerate"/>, and the stop words that preprocessing removes; <see cref="TokenEnumerator.IsStopWord"/> marks them.</summary>
    internal TokenEnumerator EnumerateWithStopWords(ReadOnlySpan<char> text) => new(this, text, keepStopWords: true);

    /// <summary>All tokens of <paramref name="text"/>.</summary>
    public List<string> Tokenize(ReadOnlySpan<char> text)
    {
        var tokens = new List<string>();
        foreach (var token in Enumerate(text))
        {
            tokens.Add(token.ToString());
        }

        return tokens;
    }
}
