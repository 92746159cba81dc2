using RnnToolkit.CommandLine;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Baselines;

/// <summary>The result of <c>trainer hmm</c> in Markdown.</summary>
static class HmmTable
{
    /// <summary>A row for each label, and the accuracies.</summary>
    public static IEnumerable<string> Lines(BaselineRecord record, IReadOnlyList<PredictedText> texts)
    {
        foreach (var line in MarkdownTable.Lines(
            ["label", "training texts", "tokens", "training perplexity", "test perplexity"],
            record.Models.Select(model => (string[])
            [
                model.Label, Invariant($"{model.Texts:N0}"), Invariant($"{model.Tokens:N0}"), Number(model.TrainPerplexity), Number(model.TestPerplexity),
            ])))
        {
            yield return line;
        }

        foreach (var (part, scored) in new[] { PredictionFile.ValidationPart, PredictionFile.TestPart }.Select(part => (part, texts.Where(text => text.Part == part).ToList())))
        {
            if (scored.Count > 0)
            {
                yield return Invariant($"{part} accuracy, 95% interval: {Proportion.Estimate(scored.LongCount(text => text.IsRight), scored.Count).ToPercent()}, {scored.Count:N0} texts");
            }
        }
    }

    static string Number(double? perplexity) => perplexity is { } value ? Invariant($"{value:G6}") : "none";
}
