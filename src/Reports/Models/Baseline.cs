using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>A model of another kind: a row of the results.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Summary">How well it does on the same texts.</param>
/// <param name="Remark">What else is worth saying, such as its perplexity.</param>
public sealed record Baseline(string Name, EvaluationSummary Summary, string Remark = "")
{
    /// <summary>A baseline from its files; null when it has no predictions.</summary>
    /// <param name="record">What it is.</param>
    /// <param name="texts">Its predictions: those for the test set are used, else those for the validation texts.</param>
    public static Baseline? Of(BaselineRecord record, IReadOnlyList<PredictedText> texts)
    {
        ArgumentNullException.ThrowIfNull(record);
        var test = texts.Where(text => text.Part == PredictionFile.TestPart).ToList();
        var used = test.Count > 0 ? test : texts;
        return used.Count == 0
            ? null
            : new Baseline(record.Name, EvaluationSummary.Of(used, new LabelSet(record.Labels)), $"{record.Remark}; {Words.Count(used.Count)} {used[0].Part} texts.");
    }
}
