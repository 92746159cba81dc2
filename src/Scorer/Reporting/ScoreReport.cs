using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>The result of a run, as text or JSON.</summary>
sealed record ScoreReport
{
    public required string Model { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows by status, zeros included.</summary>
    public required IReadOnlyDictionary<string, long> Statuses { get; init; }

    /// <summary>Rows that were left undecided; null when none can be.</summary>
    public long? Abstained { get; init; }

    /// <summary>Rows with a label; null when the input has no labels.</summary>
    public long? Labelled { get; init; }

    /// <summary>Share of labelled rows that were decided; null as above.</summary>
    public double? Coverage { get; init; }

    /// <summary>Counts of two labels over the labelled rows that were decided; null as above, and with more labels.</summary>
    public ClassificationMetrics? Metrics { get; init; }

    /// <summary>The report over the labelled rows that were decided; null as above.</summary>
    public ClassificationReport? Classification { get; init; }

    /// <summary>95% intervals of the numbers above; null as above.</summary>
    public ScoreIntervals? Intervals { get; init; }

    public static ScoreReport Of(BundleManifest manifest, ScoreTally tally, bool abstains) => new()
    {
        Model = manifest.Name,
        Rows = tally.Rows,
        Statuses = Enum.GetValues<RowStatus>().ToDictionary(status => status.Name(), status => tally.Statuses[(int)status]),
        Abstained = abstains ? tally.Abstained : null,
        Labelled = tally.Labelled > 0 ? tally.Labelled : null,
        Coverage = tally.Labelled > 0 ? (double)tally.Classified.Count / tally.Labelled : null,
        Metrics = tally.Labelled > 0 && manifest.Labels.Count == LabelSet.MinCount ? tally.Classified.Binary : null,
        Classification = tally.Labelled > 0 ? ClassificationReport.Of(manifest.Labels, tally.Classified) : null,
        Intervals = tally.Labelled == 0 ? null
            : manifest.Labels.Count == LabelSet.MinCount ? ScoreIntervals.Of(tally.Classified.Binary)
            : new ScoreIntervals(ClassificationTables.Accuracy(ClassificationReport.Of(manifest.Labels, tally.Classified)).Interval),
    };

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScoreReportJson.Default.ScoreReport);

    /// <summary>As lines of text.</summary>
    public IEnumerable<string> ToLines()
    {
        var statuses = Statuses.Where(status => status.Value > 0).Select(status => Invariant($"{status.Value} {status.Key}"));
        yield return Invariant($"rows       {Rows}{(Rows > 0 ? $" ({string.Join(", ", statuses)})" : "")}");
        if (Abstained is { } abstained)
        {
            yield return Invariant($"abstained  {abstained}");
        }

        if (Classification is not { } classification)
        {
            yield break;
        }

        yield return Invariant($"labelled   {Labelled}");
        if (Abstained is not null)
        {
            yield return Invariant($"coverage   {Coverage:F4}");
        }

        foreach (var line in Metrics is { } metrics ? OfTwo(metrics, classification) : OfMore(classification))
        {
            yield return line;
        }
    }

    static IEnumerable<string> OfTwo(ClassificationMetrics metrics, ClassificationReport classification)
    {
        var intervals = ScoreIntervals.Of(metrics);
        yield return Line("accuracy", metrics.Accuracy, intervals.Accuracy);
        yield return Line("precision", metrics.Precision, intervals.Precision!.Value);
        yield return Line("recall", metrics.Recall, intervals.Recall!.Value);
        yield return Line("f1", metrics.F1, intervals.F1!.Value);
        yield return Invariant($"macro f1   {classification.MacroF1:F4}");
        yield return Invariant($"log loss   {classification.LogLoss:F4}");

        IReadOnlyList<string> labels = [.. classification.Labels.Select(label => label.Label)];
        var width = Math.Max(10, labels.Max(label => label.Length)) + 1;
        yield return $"confusion  {"",-9}{string.Concat(labels.Select(label => label.PadLeft(width)))}  (predicted)";
        yield return Invariant($"  {labels[0],-18}{Cell(metrics.TrueNegatives)}{Cell(metrics.FalsePositives)}");
        yield return Invariant($"  {labels[1],-18}{Cell(metrics.FalseNegatives)}{Cell(metrics.TruePositives)}");

        string Cell(long count) => count.ToString(CultureInfo.InvariantCulture).PadLeft(width);
    }

    static string Line(string name, double value, Interval interval) =>
        Invariant($"{name,-9}  {value:F4}  (95% interval {interval.Low:F4} to {interval.High:F4})");

    static IEnumerable<string> OfMore(ClassificationReport classification) =>
    [
        Line("accuracy", classification.Accuracy, ClassificationTables.Accuracy(classification).Interval),
        Invariant($"macro f1   {classification.MacroF1:F4}"),
        Invariant($"wtd. f1    {classification.WeightedF1:F4}"),
        Invariant($"log loss   {classification.LogLoss:F4}"),
        .. (classification.Top ?? []).Select(top => Invariant($"in top {top.Size}   {top.Accuracy:F4}")),
        "",
        .. ClassificationTables.Labels(classification),
        .. ClassificationTables.Confusion(classification).Prepend(""),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoreReport))]
sealed partial class ScoreReportJson : JsonSerializerContext;
