using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>Whether probabilities mean what they say, before and after temperature scaling.</summary>
static class CalibrationSection
{
    const int MaxModels = 12;

    static readonly SeriesStyle s_before = new(6, 1);

    public static void Add(HtmlPage page, ReportContent content)
    {
        var (shown, leftOut) = ReportContent.Cap(content.Ranked, MaxModels);
        if (shown.Count == 0)
        {
            return;
        }

        var section = page.Section("Calibration");
        var scaled = shown.Select(Scaled.Of).ToList();
        section.Paragraph("Of the texts that get a label with a probability of 80%, 80% should have it: then a curve follows the dotted diagonal. Below it a model is too sure of itself."
            + (shown.Any(model => model.Evaluated.Count > 1) ? " Curves are those of the first training of each model." : ""));
        var figures = scaled.Select(Diagram).ToList();
        section.Figures(figures);
        content.Keep("calibration", new PanelFigure("Reliability diagrams", figures, columns: 3));
        section.Table(new HtmlTable(
            $"Calibration on {content.TextsInWords}, first training of each model",
            ["model", "temperature", "ECE as trained", "ECE scaled", "log loss as trained", "log loss scaled"],
            [.. scaled.Select(item => (IReadOnlyList<string>)
            [
                item.Model.Name, Words.Number(item.Temperature), Words.Percent(item.Before.ExpectedCalibrationError.Value), Words.Percent(item.After?.ExpectedCalibrationError.Value),
                Words.Number(item.Before.LogLoss.Value), Words.Number(item.After?.LogLoss.Value),
            ])]));
        section.Remark(scaled.Any(item => item.Temperature is not null)
            ? "ECE is the mean distance from the diagonal, weighted with the texts. The temperature was fitted on validation texts, so these texts had no part in it; the exporter applies it with --calibrate. Labels do not change."
            : "ECE is the mean distance from the diagonal, weighted with the texts. These runs have no temperature: they were trained by a version that did not fit one.");
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    static LineFigure Diagram(Scaled item)
    {
        var lowest = item.Model.IsBinary ? 0.5 : 0;
        var axis = new Axis("confidence", lowest, 1, AxisFormat.Percent);
        return new LineFigure(item.Model.Name, axis, axis with { Label = "accuracy" },
        [
            Curve(item.After is null ? "" : "as trained", item.Before.Calibration, item.After is null ? item.Model.Style.Solid : s_before),
            .. item.After is { } after ? [Curve(Invariant($"T = {item.Temperature:0.00}"), after.Calibration, item.Model.Style.Solid)] : (LineSeries[])[],
        ])
        {
            Reference = [new(lowest, lowest), new(1, 1)],
            Height = 250,
            Description = $"{item.Model.Name}: expected calibration error {Words.Percent(item.Before.ExpectedCalibrationError.Value)}"
                + (item.After is { } scaledOne ? $", scaled {Words.Percent(scaledOne.ExpectedCalibrationError.Value)}" : ""),
        };
    }

    static LineSeries Curve(string name, Calibration calibration, SeriesStyle style)
    {
        var bins = calibration.Bins.Where(bin => bin.Count > 0).ToList();
        return new LineSeries(name, [.. bins.Select(bin => new Place(bin.MeanConfidence, bin.Accuracy.Value))], style)
        {
            HasDots = true,
            Band = name == "as trained" ? [] : [.. bins.Select(bin => (bin.MeanConfidence, bin.Accuracy.Interval.Low, bin.Accuracy.Interval.High))],
        };
    }

    /// <summary>A model's numbers with and without its temperature.</summary>
    sealed record Scaled(ReportedModel Model, double? Temperature, EvaluationSummary Before, EvaluationSummary? After)
    {
        public static Scaled Of(ReportedModel model)
        {
            var training = model.Evaluated[0];
            var temperature = training.Temperature;
            return new Scaled(model, temperature, training.Summary!, temperature is { } value ? EvaluationSummary.Of(training.Texts!, model.Labels, model.Config.Threshold, value) : null);
        }
    }
}
