using RnnToolkit.Bundle;
using RnnToolkit.DataCheck;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Data;

/// <summary>What is better known before a long training. <c>trainer data check</c> finds more.</summary>
static class DataWarnings
{
    /// <summary>The warnings about encoded texts, one line each, with the numbers.</summary>
    public static IEnumerable<string> Of(EncodedDataset train, EncodedDataset validation, LabelSet labels, PreprocessConfig config)
    {
        var all = train.Counts + validation.Counts;
        var counts = train.Labels.CountBy(label => label).ToDictionary();
        Finding?[] findings =
        [
            InputFindings.WithoutTokens(all, config),
            InputFindings.Unknown(validation.Counts, "validation"),
            InputFindings.Truncated(all, config),
            InputFindings.FewTextsOf([.. labels.Names.Select((name, label) => new LabelTexts(name, counts.GetValueOrDefault(label)))]),
        ];
        return findings.OfType<Finding>().Select(finding => finding.Statement);
    }
}
