using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Data;

/// <summary>What is better known before a long training: texts of which the model sees little, and labels that it can hardly learn.</summary>
static class DataWarnings
{
    const double MuchUnknown = 0.2;
    const double MuchTruncated = 0.1;
    const int FewTexts = 10;
    const int ShownLabels = 5;

    /// <summary>The warnings about encoded texts, one line each, with the numbers.</summary>
    public static IEnumerable<string> Of(EncodedDataset train, EncodedDataset validation, LabelSet labels, PreprocessConfig config)
    {
        var all = train.Counts + validation.Counts;
        if (all.WithoutTokens > 0)
        {
            var hint = config.UnknownRows == 0 ? "; --preset general reads texts of any script" : "";
            yield return Invariant($"{Of(all.WithoutTokens, all.Texts, "texts")} have no token after the preprocessing: the model cannot tell them apart{hint}");
        }

        var unseen = validation.Counts;
        if (unseen.Tokens > 0 && unseen.Unknown >= MuchUnknown * unseen.Tokens)
        {
            yield return Invariant($"{Of(unseen.Unknown, unseen.Tokens, "tokens")} of the validation texts are not in the vocabulary of the training texts");
        }

        if (all.Truncated >= MuchTruncated * all.Texts && all.Truncated > 0)
        {
            yield return Invariant(
                $"{Of(all.Truncated, all.Texts, "texts")} are longer than the {config.SequenceLength} tokens that the recurrent model reads (preprocessing.sequenceLength)");
        }

        var counts = train.Labels.CountBy(label => label).ToDictionary();
        var few = labels.Names.Index().Where(label => counts.GetValueOrDefault(label.Index) < FewTexts).ToList();
        if (few.Count > 0)
        {
            var shown = string.Join(", ", few.Take(ShownLabels).Select(label => $"{label.Item} ({counts.GetValueOrDefault(label.Index)})"));
            yield return Invariant(
                $"{few.Count} of {labels.Count} labels have fewer than {FewTexts} texts to train with: {shown}{(few.Count > ShownLabels ? ", ..." : "")}");
        }
    }

    static string Of(long part, long all, string unit) => Invariant($"{part:N0} of {all:N0} {unit} ({100.0 * part / all:F1}%)");
}
