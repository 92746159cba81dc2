using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>What every threshold of two labels gives: ROC and precision-recall curves.</summary>
static class RankingSection
{
    const int MaxModels = 12;

    public static void Add(HtmlPage page, ReportContent content)
    {
        var binary = content.Ranked.Where(model => model.IsBinary && model.Evaluated[0].Summary!.Ranking is not null).ToList();
        if (binary.Count == 0)
        {
            return;
        }

        var (shown, leftOut) = ReportContent.Cap(binary, MaxModels);
        var section = page.Section("ROC and precision-recall");
        var positive = Markup.SafeText.Line(shown[0].Labels.Names[1], 40);
        section.Paragraph($"What every threshold for {positive} gives. ROC: the nearer a curve is to the upper left corner, the better the model separates the two labels; the dotted line is chance. "
            + $"Precision and recall: which share of the texts that get {positive} really have it, and which share of those that have it get it."
            + (shown.Any(model => model.Evaluated.Count > 1) ? " Curves are those of the first training of each model." : ""));
        section.Figures(
            content.Keep("roc", Figure("ROC", "false positive rate", "true positive rate", shown, summary => Curves.Roc(summary.Ranking!), summary => summary.RocAuc, "AUC",
                [new(0, 0), new(1, 1)])),
            content.Keep("precision-recall", Figure("Precision and recall", "recall", "precision", shown, summary => Curves.PrecisionRecall(summary.Ranking!), summary => summary.AveragePrecision, "AP", [])));
        section.Table(new HtmlTable(
            "Areas under the curves, mean over the trainings with 95% intervals",
            ["model", "ROC AUC", "95% interval", "average precision", "95% interval"],
            [.. shown.Select(model => (IReadOnlyList<string>)
            [
                model.Name,
                Words.Number(model.Mean(training => training.Summary?.RocAuc?.Value)),
                Words.RangeOfNumbers(model.IntervalOf(summary => summary.RocAuc)),
                Words.Number(model.Mean(training => training.Summary?.AveragePrecision?.Value)),
                Words.RangeOfNumbers(model.IntervalOf(summary => summary.AveragePrecision)),
            ])]));
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    static LineFigure Figure(
        string title, string horizontal, string vertical, IReadOnlyList<ReportedModel> models,
        Func<EvaluationSummary, IReadOnlyList<CurvePoint>> curve, Func<EvaluationSummary, Estimate?> area, string areaName, IReadOnlyList<Place> reference)
    {
        var series = models.Select(model => (Model: model, Summary: model.Evaluated[0].Summary!))
            .OrderByDescending(item => area(item.Summary)?.Value)
            .Select(item => new LineSeries(
                $"{item.Model.Name} {Words.Number(area(item.Summary)?.Value)}", [.. curve(item.Summary).Select(point => new Place(point.X, point.Y))], item.Model.Style))
            .ToList();
        return new LineFigure(title, new Axis(horizontal, 0, 1), new Axis(vertical, 0, 1), series)
        {
            Reference = reference,
            Width = 420,
            Height = 330,
            Description = $"{areaName}: {string.Join(", ", series.Select(item => item.Name))}",
        };
    }
}
