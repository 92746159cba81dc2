using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;

namespace RnnToolkit.Reports.Sections;

/// <summary>What the accuracy costs.</summary>
static class CostSection
{
    const int MaxModels = 60;

    public static void Add(HtmlPage page, ReportContent content)
    {
        var timed = content.Models.Where(model => model.Trainings.Any(training => training.Timings is not null)).ToList();
        if (timed.Count == 0)
        {
            return;
        }

        var (shown, leftOut) = ReportContent.Cap(timed, MaxModels);
        var section = page.Section("Cost");
        var points = shown.Where(model => model.Accuracy is not null && Seconds(model) is > 0).Select(model =>
        {
            var interval = model.IntervalOf(summary => summary.Accuracy);
            return new ScatterPoint(model.Name, new(Seconds(model)!.Value, model.Accuracy!.Value), model.Style, interval?.Low, interval?.High);
        }).ToList();
        if (points.Count > 0)
        {
            section.Figures(content.Keep("cost", new ScatterFigure(
                "Training time and accuracy", new Axis("seconds of training", IsLogarithmic: true), new Axis("accuracy", Format: AxisFormat.Percent), points)
            {
                Width = 420,
                Height = 270,
                Description = string.Join("; ", points.Take(20).Select(point => Invariant($"{point.Name}: {point.Point.X:0} s, {Words.Percent(point.Point.Y)}"))),
            }));
        }

        section.Table(new HtmlTable(
            "Time and memory",
            ["model", "training, s", "epoch, s", "test, s", "steps a second", "texts a second", "peak memory of the run, MiB"],
            [.. shown.Select(Row)]));
        section.Remark("Means over the trainings. Training includes validation and saving; an epoch does not. Times compare only runs of one machine that did nothing else.");
        if (leftOut is not null)
        {
            section.Note(leftOut);
        }
    }

    static double? Seconds(ReportedModel model) => model.Mean(training => training.Timings?.TrainSeconds);

    static IReadOnlyList<string> Row(ReportedModel model) =>
    [
        model.Name,
        Words.Number(Seconds(model), "#,0.0"),
        Words.Number(model.Mean(training => training.Timings?.EpochSeconds is { Count: > 0 } epochs ? epochs.Average() : null), "#,0.0"),
        Words.Number(model.Mean(training => training.Timings?.TestSeconds), "#,0.0"),
        Words.Number(model.Mean(training => training.Timings?.StepsPerSecond), "#,0.0"),
        Words.Number(model.Mean(training => training.Timings?.TextsPerSecond), "#,0"),
        Words.Number(model.Mean(training => training.Run.Timings is { } run ? run.PeakMemoryBytes / 1048576.0 : null), "#,0"),
    ];
}
