using RnnToolkit.Bundle;
using RnnToolkit.Reports.Figures;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>A model of a report, with all its trainings: they differ by seed or fold, and in nothing else.</summary>
/// <param name="Name">Unique in the report.</param>
/// <param name="Style">How its curves look.</param>
/// <param name="Trainings">At least one.</param>
sealed record ReportedModel(string Name, SeriesStyle Style, IReadOnlyList<ReportedTraining> Trainings)
{
    /// <summary>The training whose single texts are shown, where those of all would be too many.</summary>
    public ReportedTraining First => Trainings[0];

    public LabelSet Labels => First.Model.Labels;

    public CheckpointConfig Config => First.Model.Config;

    public bool IsBinary => Labels.Count == 2;

    /// <summary>The trainings with predictions.</summary>
    public IReadOnlyList<ReportedTraining> Evaluated { get; } = [.. Trainings.Where(training => training.Summary is not null)];

    /// <summary>Mean accuracy over the trainings; null when none has one.</summary>
    public double? Accuracy => Mean(training => training.Accuracy);

    /// <summary>The mean of a number over the trainings that have it.</summary>
    public double? Mean(Func<ReportedTraining, double?> number) => Trainings.Select(number).OfType<double>().ToList() is { Count: > 0 } values ? values.Average() : null;

    /// <summary>The standard deviation of a number over the trainings that have it; null for fewer than two.</summary>
    public double? Deviation(Func<ReportedTraining, double?> number)
    {
        var values = Trainings.Select(number).OfType<double>().ToList();
        return values.Count < 2 ? null : Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1));
    }

    /// <summary>The mean of the trainings' intervals: what other texts would change, while <see cref="Deviation"/> says what other seeds change.</summary>
    public Interval? IntervalOf(Func<EvaluationSummary, Estimate?> number)
    {
        var intervals = Evaluated.Select(training => number(training.Summary!)?.Interval).OfType<Interval>().ToList();
        return intervals.Count == 0 ? null : new Interval(intervals.Average(interval => interval.Low), intervals.Average(interval => interval.High));
    }
}
