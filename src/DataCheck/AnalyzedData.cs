using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>The texts of all parts after the passes over them: what every check reads.</summary>
sealed class AnalyzedData
{
    public required CheckOptions Options { get; init; }

    public required IReadOnlyList<CheckedPart> Parts { get; init; }

    /// <summary>All texts: training, validation, test, each in the order of its data.</summary>
    public required IReadOnlyList<AnalyzedText> Texts { get; init; }

    public required TokenScanner Tokens { get; init; }

    public required RawTextScanner Raw { get; init; }

    /// <summary>The vocabulary that the training texts give.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>What the encoder makes of each text, in the order of <see cref="Texts"/>.</summary>
    public required IReadOnlyList<EncodedText> Encoded { get; init; }

    public PreprocessConfig Preprocessing => Options.Preprocessing;

    public bool KeepsOnlyAscii => Preprocessing.Steps.Contains(PreprocessStep.KeepAsciiAlphanumeric);

    /// <summary>The names of the labels of a part and how many texts have each, in ordinal order.</summary>
    public IReadOnlyList<LabelTexts> LabelsOf(PartKind part) =>
    [
        .. Of(part).CountBy(text => text.Label, StringComparer.Ordinal)
            .Select(label => new LabelTexts(label.Key, label.Value)).OrderBy(label => label.Label, StringComparer.Ordinal),
    ];

    public IEnumerable<AnalyzedText> Of(PartKind part) => Texts.Where(text => text.Part == part);

    public EncodingCounts CountsOf(PartKind part) => EncodingCounts.Of(Texts.Zip(Encoded).Where(text => text.First.Part == part).Select(text => text.Second));

    /// <summary>Examples of texts, from their starts.</summary>
    public IReadOnlyList<FindingExample> Examples(IEnumerable<AnalyzedText> texts, Func<AnalyzedText, string>? detail = null) =>
        [.. texts.Take(Options.MaxExamples).Select(text => new FindingExample(text.Reference, Excerpt.Of(text.Raw), Detail: detail?.Invoke(text)))];
}
