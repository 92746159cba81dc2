using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;

namespace RnnToolkit.Reports.Sections;

/// <summary>Which labels are taken for which.</summary>
static class ConfusionSection
{
    const int MaxModels = 12;
    const int MaxPairs = 15;

    public static void Add(HtmlPage page, ReportContent content)
    {
        var (shown, leftOut) = ReportContent.Cap(content.Ranked, MaxModels);
        if (shown.Count == 0)
        {
            return;
        }

        var section = page.Section("Confusion");
        section.Paragraph("Rows are the labels of the texts, columns the labels that the model gave; shares are those of a row."
            + (shown.Any(model => model.Evaluated.Count > 1) ? " Counts are sums over the trainings of a model." : ""));
        var figures = shown.Select(Matrix).ToList();
        section.Figures(figures);
        content.Keep("confusion", new PanelFigure("Confusion matrices", figures, columns: 3));
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }

        if (shown.Any(model => model.Labels.Count > MatrixFigure.MaxNames))
        {
            section.Note(Invariant($"A matrix shows the {MatrixFigure.MaxNames} labels with the most errors; texts with other labels or predictions are left out of it."));
        }

        if (shown.FirstOrDefault(model => !model.IsBinary) is { } best)
        {
            AddLabels(section, content, best);
        }
    }

    static MatrixFigure Matrix(ReportedModel model)
    {
        var names = model.Labels.Names;
        var counts = Counts(model);
        var chosen = Enumerable.Range(0, names.Count).ToArray();
        if (names.Count > MatrixFigure.MaxNames)
        {
            var errors = new long[names.Count];
            foreach (var (pair, count) in counts.Where(pair => pair.Key.Label != pair.Key.Predicted))
            {
                (errors[pair.Label], errors[pair.Predicted]) = (errors[pair.Label] + count, errors[pair.Predicted] + count);
            }

            chosen = [.. chosen.OrderByDescending(label => errors[label]).Take(MatrixFigure.MaxNames).Order()];
        }

        return new MatrixFigure(
            model.Name, "label", "predicted", [.. chosen.Select(label => names[label])],
            [.. chosen.Select(row => (IReadOnlyList<long>)[.. chosen.Select(column => counts.GetValueOrDefault((row, column)))])])
        {
            Description = $"{model.Name}: {Words.Percent(model.Accuracy)} of the texts are on the diagonal.",
        };
    }

    static Dictionary<(int Label, int Predicted), long> Counts(ReportedModel model) =>
        model.Evaluated.SelectMany(training => training.Texts!).GroupBy(text => (text.Label, text.Predicted)).ToDictionary(pair => pair.Key, pair => pair.LongCount());

    // With more than two labels: how well each is known, and what is confused most.
    static void AddLabels(HtmlSection section, ReportContent content, ReportedModel model)
    {
        var summary = model.First.Summary ?? model.Evaluated[0].Summary!;
        var labels = summary.Labels.Where(label => label.Support > 0).OrderBy(label => label.F1.Value).ToList();
        var figure = new IntervalFigure($"F1 of each label, {model.Name}", new Axis("F1", Format: AxisFormat.Percent),
            [.. labels.Select(label => new IntervalRow(label.Label, label.F1.Value, model.Style, label.F1.Interval.Low, label.F1.Interval.High, Invariant($"{Words.Percent(label.F1.Value)} of {label.Support}")))])
        {
            Description = $"From {Words.Percent(labels.FirstOrDefault()?.F1.Value)} to {Words.Percent(labels.LastOrDefault()?.F1.Value)}.",
        };
        section.Subheading($"Labels of {model.Name}");
        section.Figures(content.Keep("labels", figure));
        var pairs = Counts(model).Where(pair => pair.Key.Label != pair.Key.Predicted)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(MaxPairs)
            .Select(pair => (IReadOnlyList<string>)[model.Labels.Names[pair.Key.Label], model.Labels.Names[pair.Key.Predicted], Words.Count(pair.Value)]).ToList();
        if (pairs.Count > 0)
        {
            section.Table(new HtmlTable($"Labels that {model.Name} confuses most", ["label", "predicted", "texts"], pairs, TextColumns: 2));
        }
    }
}
