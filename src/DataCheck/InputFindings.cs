using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck;

/// <summary>What is better known before a long training: texts of which the model sees little, and labels that it can hardly learn.</summary>
/// <remarks>The trainer warns with these before every training, and <see cref="DataChecker"/> reports them among the others.</remarks>
public static class InputFindings
{
    const double MuchUnknown = 0.2;
    const double MuchTruncated = 0.1;
    const int FewTexts = 10;
    const int ShownLabels = 5;

    /// <summary>Texts that have no token after the preprocessing.</summary>
    public static Finding? WithoutTokens(EncodingCounts counts, PreprocessConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (counts.WithoutTokens == 0)
        {
            return null;
        }

        var hint = config.UnknownRows == 0 ? "; --preset general reads texts of any script" : "";
        return new Finding
        {
            Code = "texts.withoutTokens",
            Severity = Severity.Warning,
            Statement = Invariant($"{Share.Of(counts.WithoutTokens, counts.Texts, "texts")} have no token after the preprocessing: the model cannot tell them apart{hint}"),
            Why = "The model reads nothing of these texts and gives all of them the same label. In the training part they teach it noise.",
            Advice = config.UnknownRows == 0
                ? "Use --preset general, which reads letters, symbols and emoji of any script, or remove these texts."
                : "Remove these texts, or find out how they were emptied.",
            Count = counts.WithoutTokens,
            Total = counts.Texts,
        };
    }

    /// <summary>Many tokens that the vocabulary lacks, in texts that did not make it.</summary>
    /// <param name="counts">The counts of these texts.</param>
    /// <param name="part">What the texts are: <c>validation</c> or <c>test</c>.</param>
    public static Finding? Unknown(EncodingCounts counts, string part) => counts.Tokens == 0 || counts.Unknown < MuchUnknown * counts.Tokens ? null : new Finding
    {
        Code = "vocabulary.unknown",
        Severity = Severity.Warning,
        Statement = Invariant($"{Share.Of(counts.Unknown, counts.Tokens, "tokens")} of the {part} texts are not in the vocabulary of the training texts"),
        Why = "The recurrent model knows nothing of an unknown word but, with preprocessing.unknownRows, its ending and length.",
        Advice = "Train on more texts, or on texts of the same kind; --preset general reads n-grams of characters, and --vectors starts from word vectors of a larger corpus.",
        Count = counts.Unknown,
        Total = counts.Tokens,
        Unit = "tokens",
    };

    /// <summary>Many texts that are longer than the model reads.</summary>
    public static Finding? Truncated(EncodingCounts counts, PreprocessConfig config) =>
        counts.Truncated == 0 || counts.Truncated < MuchTruncated * counts.Texts ? null : AnyTruncated(counts, config);

    /// <summary>Texts that are longer than the model reads, however few.</summary>
    internal static Finding AnyTruncated(EncodingCounts counts, PreprocessConfig config) => new()
    {
        Code = "lengths.truncated",
        Severity = Share.WarningFrom(MuchTruncated, counts.Truncated, counts.Texts),
        Statement = Invariant(
            $"{Share.Of(counts.Truncated, counts.Texts, "texts")} are longer than the {config.SequenceLength} tokens that the recurrent model reads (preprocessing.sequenceLength)"),
        Why = "What is cut off can hold the verdict. Training time grows with the tokens that are read.",
        Advice = "--set preprocessing.sequenceLength=<tokens> reads more; --set preprocessing.truncation=headTail keeps the start and the end of a long text.",
        Count = counts.Truncated,
        Total = counts.Texts,
    };

    /// <summary>Labels with few texts to train with.</summary>
    /// <param name="counts">The training texts of every label, in the order of the labels.</param>
    public static Finding? FewTextsOf(IReadOnlyList<LabelTexts> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var few = counts.Where(label => label.Texts < FewTexts).ToList();
        if (few.Count == 0)
        {
            return null;
        }

        var shown = string.Join(", ", few.Take(ShownLabels).Select(label => Invariant($"{Excerpt.Name(label.Label)} ({label.Texts})")));
        return new Finding
        {
            Code = "labels.few",
            Severity = Severity.Warning,
            Statement = Invariant(
                $"{few.Count} of {counts.Count} labels have fewer than {FewTexts} texts to train with: {shown}{(few.Count > ShownLabels ? ", ..." : "")}"),
            Why = "A model hardly learns a label from so few texts, and its score on them is chance.",
            Advice = Invariant($"Collect more texts of these labels, merge labels, or leave them out with --drop-rare-labels {FewTexts}."),
            Count = few.Count,
            Total = counts.Count,
            Unit = "labels",
        };
    }
}
