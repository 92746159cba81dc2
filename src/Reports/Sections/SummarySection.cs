using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;

namespace RnnToolkit.Reports.Sections;

/// <summary>What the models reached: in a sentence, a figure and a table.</summary>
static class SummarySection
{
    /// <summary>The sentence below the heading.</summary>
    public static string Lead(ReportContent content)
    {
        var trainings = content.Models.Sum(model => model.Trainings.Count);
        var counts = $"{Words.Count(content.Models.Count, "model", "models")} from {Words.Count(trainings, "training", "trainings")} in {Words.Count(content.Runs.Count, "run", "runs")}.";
        return content.Ranked is [var best, ..]
            ? $"{counts} The most accurate on {content.TextsInWords} is {best.Name} with {Words.Percent(best.Accuracy)}{Spread(best)}."
            : $"{counts} None has saved predictions.";
    }

    public static void Add(HtmlPage page, ReportContent content)
    {
        var section = page.Section("Results");
        foreach (var problem in content.Options.Problems.Take(20))
        {
            section.Note(Markup.SafeText.Line(problem, 500));
        }

        var (shown, leftOut) = ReportContent.Cap(content.Ranked, IntervalFigure.MaxRows);
        if (shown.Count > 0)
        {
            section.Figures(content.Keep("accuracy", Figure(content, shown)));
            section.Remark($"Accuracy on {content.TextsInWords}. A line is a 95% interval: what other texts would change. "
                + (shown.Any(model => model.Evaluated.Count > 1) ? "Thin marks are the single trainings: what another seed changes." : ""));
        }

        section.Table(new HtmlTable($"Results on {content.TextsInWords}", Headers(content), Rows(content), TextColumns: 1));
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }

        section.Remark(
            "Numbers are means over the trainings of a model. Every interval is a 95% interval: Wilson's for accuracy, bootstrapped for the others, averaged over the "
            + "trainings; ± is the standard deviation between trainings. ECE is the expected calibration error. Lower is better for log loss, Brier score and ECE.");
        AddMissing(section, content);
    }

    static IntervalFigure Figure(ReportContent content, IReadOnlyList<ReportedModel> models)
    {
        var rows = models.Select(model =>
        {
            var interval = model.IntervalOf(summary => summary.Accuracy);
            return new IntervalRow(model.Name, model.Accuracy ?? double.NaN, model.Style, interval?.Low, interval?.High, Words.Percent(model.Accuracy) + Spread(model))
            {
                Parts = model.Evaluated.Count < 2 ? [] : [.. model.Evaluated.Select(training => training.Accuracy ?? double.NaN)],
            };
        });
        var baselines = content.Options.Baselines.Select(baseline => new IntervalRow(
            baseline.Name, baseline.Summary.Accuracy.Value, new SeriesStyle(6), baseline.Summary.Accuracy.Interval.Low, baseline.Summary.Accuracy.Interval.High,
            Words.Percent(baseline.Summary.Accuracy.Value)));
        return new IntervalFigure($"Accuracy on {content.TextsInWords}", new Axis("accuracy", Format: AxisFormat.Percent), [.. rows, .. baselines])
        {
            Width = 430,
            Description = string.Join("; ", models.Take(20).Select(model => $"{model.Name} {Words.Percent(model.Accuracy)}")),
        };
    }

    static string[] Headers(ReportContent content) =>
    [
        "model", "trainings", "accuracy", "±", "95% interval", "macro F1", "log loss", "Brier", "ECE",
        .. content.Models.Any(model => model.IsBinary) ? (string[])["ROC AUC", "95% interval", "average precision"] : [],
    ];

    static List<IReadOnlyList<string>> Rows(ReportContent content)
    {
        var hasBinary = content.Models.Any(model => model.IsBinary);
        var rows = content.Ranked.Concat(content.Models.Except(content.Ranked)).Select(model => (IReadOnlyList<string>)
        [
            model.Name,
            Words.Count(model.Trainings.Count),
            Words.Percent(model.Accuracy),
            Words.Points(model.Deviation(training => training.Accuracy)),
            Words.Range(model.IntervalOf(summary => summary.Accuracy)),
            Words.Percent(model.Mean(training => training.Summary?.MacroF1.Value ?? training.Model.TestReport?.MacroF1)),
            Words.Number(model.Mean(training => training.Summary?.LogLoss.Value ?? training.Model.TestReport?.LogLoss)),
            Words.Number(model.Mean(training => training.Summary?.BrierScore.Value)),
            Words.Percent(model.Mean(training => training.Summary?.ExpectedCalibrationError.Value)),
            .. hasBinary ? Ranking(model) : [],
        ]);
        return
        [
            .. rows.Take(200),
            .. content.Options.Baselines.Select(baseline => (IReadOnlyList<string>)
            [
                baseline.Name, Words.None, Words.Percent(baseline.Summary.Accuracy.Value), Words.None, Words.Range(baseline.Summary.Accuracy.Interval),
                Words.Percent(baseline.Summary.MacroF1.Value), Words.Number(baseline.Summary.LogLoss.Value), Words.Number(baseline.Summary.BrierScore.Value),
                Words.Percent(baseline.Summary.ExpectedCalibrationError.Value),
                .. hasBinary
                    ? (string[])[Words.Number(baseline.Summary.RocAuc?.Value), Words.RangeOfNumbers(baseline.Summary.RocAuc?.Interval), Words.Number(baseline.Summary.AveragePrecision?.Value)]
                    : [],
            ]),
        ];
    }

    static string[] Ranking(ReportedModel model) =>
    [
        Words.Number(model.Mean(training => training.Summary?.RocAuc?.Value)),
        Words.RangeOfNumbers(model.IntervalOf(summary => summary.RocAuc)),
        Words.Number(model.Mean(training => training.Summary?.AveragePrecision?.Value)),
    ];

    static void AddMissing(HtmlSection section, ReportContent content)
    {
        var without = content.Models.SelectMany(model => model.Trainings.Where(training => training.Summary is null).Select(training => $"{model.Name} ({training.Run.Name})")).ToList();
        if (without.Count > 0)
        {
            section.Note($"No predictions were saved by {Words.Count(without.Count, "training", "trainings")}, so nothing but the learning curves is known of them: {Words.List([.. without.Take(10)])}{(without.Count > 10 ? " and others" : "")}.");
        }

        if (content.Models.Any(model => model.Evaluated.Any(training => !training.HasTokens)))
        {
            section.Note("Some runs were trained by a version that saved logits without counts of tokens; slices by length and by unknown words leave them out.");
        }

        foreach (var baseline in content.Options.Baselines.Where(baseline => baseline.Remark.Length > 0))
        {
            section.Remark($"{baseline.Name}: {baseline.Remark}");
        }
    }

    static string Spread(ReportedModel model) =>
        model.Deviation(training => training.Accuracy) is { } deviation ? $" ± {Words.Points(deviation)}" : "";
}
