using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace RnnToolkit.Preprocess;

/// <summary>Everything that is needed to rebuild a <see cref="TextEncoder"/>, except the vocabulary. The defaults are the paper's.</summary>
public sealed record PreprocessConfig
{
    /// <summary>The longest sequence a configuration may ask for, in tokens.</summary>
    public const int MaxSequenceLength = 10_000;

    /// <summary>The most rows of unknown words that a configuration may ask for.</summary>
    public const int MaxUnknownRows = 1_000_000;

    const PreprocessStep FirstGeneralStep = PreprocessStep.ReplaceHtmlTags;

    static readonly PreprocessStep[] s_paperNeeds = [PreprocessStep.KeepAsciiAlphanumeric, PreprocessStep.SplitOnWhiteSpace];

    static readonly PreprocessStep[] s_generalNeeds = [PreprocessStep.RemoveFormatCharacters, PreprocessStep.SplitUnicodeWords];

    /// <summary>The steps, each at most once and in the order of <see cref="PreprocessStep"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<PreprocessStep> Steps { get; init; } = [.. Enum.GetValues<PreprocessStep>().Where(step => step < FirstGeneralStep)];

    /// <summary>Tokens per text: longer texts are truncated, shorter texts are padded. 1 to <see cref="MaxSequenceLength"/>, default 100.</summary>
    [JsonRequired]
    public int SequenceLength { get; init; } = 100;

    /// <summary>Where shorter texts are padded; default <see cref="PaddingSide.Left"/>.</summary>
    [JsonRequired]
    public PaddingSide Padding { get; init; } = PaddingSide.Left;

    /// <summary>
    /// The number of embedding rows for words that are not in the vocabulary; a hash of the word selects the row. 0 to <see cref="MaxUnknownRows"/>;
    /// default 0, which gives unknown words the id of padding.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int UnknownRows { get; init; }

    /// <summary>Which tokens of a longer text are kept. Default <see cref="Truncation.First"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Truncation Truncation { get; init; }

    /// <summary>The n-grams of the wide channel. Default null: no wide channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NGramConfig? NGrams { get; init; }

    /// <summary>The configuration of the preset <c>general</c>: the general steps, 200 tokens, right padding, 2,000 rows for unknown words, n-grams.</summary>
    public static PreprocessConfig General { get; } = new()
    {
        Steps = [.. Enum.GetValues<PreprocessStep>().Where(step => step >= FirstGeneralStep)],
        SequenceLength = 200,
        Padding = PaddingSide.Right,
        UnknownRows = 2000,
        Truncation = Truncation.HeadTail,
        NGrams = new NGramConfig(),
    };

    /// <summary>Whether the first formats of checkpoints and bundles can hold this configuration: the paper's steps, and nothing that came later.</summary>
    [JsonIgnore]
    public bool FitsFirstFormat => !IsGeneral && UnknownRows == 0 && Truncation is Truncation.First && NGrams is null;

    /// <summary>Whether the steps are the general ones.</summary>
    internal bool IsGeneral => Steps.Any(step => step >= FirstGeneralStep);

    /// <summary>Every problem of this configuration, one line each; empty when it can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (SequenceLength is < 1 or > MaxSequenceLength)
        {
            yield return $"preprocessing.sequenceLength is {SequenceLength}, expected 1 to {MaxSequenceLength}";
        }

        if (!Enum.IsDefined(Padding))
        {
            yield return $"preprocessing.padding is {Padding}, expected left or right";
        }

        for (var i = 1; i < Steps.Count; i++)
        {
            if (Steps[i] <= Steps[i - 1])
            {
                yield return $"preprocessing.steps has {Steps[i]} after {Steps[i - 1]}; each step comes once, in the documented order";
            }
        }

        foreach (var step in Steps.Where(step => !Enum.IsDefined(step)))
        {
            yield return $"preprocessing.steps has the unknown step {step}";
        }

        if (IsGeneral && Steps.Any(step => step < FirstGeneralStep))
        {
            yield return $"preprocessing.steps has {Steps.First(step => step < FirstGeneralStep)} and {Steps.First(step => step >= FirstGeneralStep)}; the paper's steps cannot be combined with the general steps";
        }

        // Without the paper's two, lower case and tokens would depend on the Unicode version of the platform.
        foreach (var step in (IsGeneral ? s_generalNeeds : s_paperNeeds).Where(step => !Steps.Contains(step)))
        {
            yield return $"preprocessing.steps lacks {step}, which every configuration needs";
        }

        if (UnknownRows is < 0 or > MaxUnknownRows)
        {
            yield return $"preprocessing.unknownRows is {UnknownRows}, expected 0 to {MaxUnknownRows}";
        }

        if (!Enum.IsDefined(Truncation))
        {
            yield return $"preprocessing.truncation is {Truncation}, expected first, last or headTail";
        }

        foreach (var problem in NGrams?.Validate() ?? [])
        {
            yield return problem;
        }
    }

    /// <summary>
    /// SHA-256 over everything that decides the ids of a text, word lists included, as lower-case hexadecimal digits.
    /// Two configurations with one fingerprint give the same ids for the same vocabulary.
    /// </summary>
    public string Fingerprint()
    {
        var canonical = new StringBuilder("rnntoolkit-preprocess-1\n");
        foreach (var step in Steps)
        {
            canonical.Append(step).Append('\n');
            switch (step)
            {
                case PreprocessStep.ExpandAbbreviations:
                    foreach (var (word, expansion) in Abbreviations.English.Entries)
                    {
                        canonical.Append(word).Append('\t').Append(expansion).Append('\n');
                    }

                    break;
                case PreprocessStep.RemoveStopWords:
                    canonical.AppendJoin('\n', StopWords.English.Words).Append('\n');
                    break;
                case PreprocessStep.DecodeHtmlEntities:
                    canonical.AppendJoin('\n', WordList.Lines(HtmlEntities.Resource)).Append('\n');
                    break;
                case PreprocessStep.SplitUnicodeWords:
                    canonical.AppendJoin('\n', WordList.Lines(CharacterTable.Resource)).Append('\n');
                    break;
            }
        }

        canonical.Append(CultureInfo.InvariantCulture, $"{SequenceLength}\n{Padding}\n");
        if (UnknownRows > 0)
        {
            canonical.Append(CultureInfo.InvariantCulture, $"unknown rows {UnknownRows}, by {UnknownWords.Version}\n");
        }

        if (Truncation != Truncation.First)
        {
            canonical.Append(CultureInfo.InvariantCulture, $"truncation {Truncation}\n");
        }

        if (NGrams is { } n)
        {
            canonical.Append(CultureInfo.InvariantCulture, $"n-grams {n.WordMax} {n.CharMin} {n.CharMax} {n.MaxTokens}, by {NGramFingerprints.Version}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }

    /// <inheritdoc/>
    public bool Equals(PreprocessConfig? other) =>
        other is not null && SequenceLength == other.SequenceLength && Padding == other.Padding && UnknownRows == other.UnknownRows
        && Truncation == other.Truncation && NGrams == other.NGrams && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SequenceLength, Padding, Steps.Count);
}
