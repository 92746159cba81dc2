using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>The result of a run, as text or JSON.</summary>
sealed record ScoreReport
{
    public required string Model { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows by status, zeros included.</summary>
    public required IReadOnlyDictionary<string, long> Statuses { get; init; }

    /// <summary>Rows in the abstain band; null when there is none.</summary>
    public long? Abstained { get; init; }

    /// <summary>Rows with a label; null when the input has no labels.</summary>
    public long? Labelled { get; init; }

    /// <summary>Share of labelled rows that were decided; null as above.</summary>
    public double? Coverage { get; init; }

    /// <summary>Counts over the labelled rows that were decided; null as above.</summary>
    public ClassificationMetrics? Metrics { get; init; }

    public static ScoreReport Of(BundleManifest manifest, ScoreTally tally, bool abstains) => new()
    {
        Model = manifest.Name,
        Rows = tally.Rows,
        Statuses = Enum.GetValues<RowStatus>().ToDictionary(status => status.Name(), status => tally.Statuses[(int)status]),
        Abstained = abstains ? tally.Abstained : null,
        Labelled = tally.Labelled > 0 ? tally.Labelled : null,
        Coverage = tally.Labelled > 0 ? (double)tally.Metrics.Count / tally.Labelled : null,
        Metrics = tally.Labelled > 0 ? tally.Metrics : null,
    };

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ScoreReportJson.Default.ScoreReport);

    /// <summary>As lines of text.</summary>
    /// <param name="labels">Names of label 0 and label 1.</param>
    public IEnumerable<string> ToLines(IReadOnlyList<string> labels)
    {
        var statuses = Statuses.Where(status => status.Value > 0).Select(status => Invariant($"{status.Value} {status.Key}"));
        yield return Invariant($"rows       {Rows}{(Rows > 0 ? $" ({string.Join(", ", statuses)})" : "")}");
        if (Abstained is { } abstained)
        {
            yield return Invariant($"abstained  {abstained}");
        }

        if (Metrics is not { } metrics)
        {
            yield break;
        }

        yield return Invariant($"labelled   {Labelled}");
        if (Abstained is not null)
        {
            yield return Invariant($"coverage   {Coverage:F4}");
        }

        yield return Invariant($"accuracy   {metrics.Accuracy:F4}");
        yield return Invariant($"precision  {metrics.Precision:F4}");
        yield return Invariant($"recall     {metrics.Recall:F4}");
        yield return Invariant($"f1         {metrics.F1:F4}");

        var width = Math.Max(10, labels.Max(label => label.Length)) + 1;
        yield return $"confusion  {"",-9}{string.Concat(labels.Select(label => label.PadLeft(width)))}  (predicted)";
        yield return Invariant($"  {labels[0],-18}{Cell(metrics.TrueNegatives)}{Cell(metrics.FalsePositives)}");
        yield return Invariant($"  {labels[1],-18}{Cell(metrics.FalseNegatives)}{Cell(metrics.TruePositives)}");

        string Cell(long count) => count.ToString(CultureInfo.InvariantCulture).PadLeft(width);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScoreReport))]
sealed partial class ScoreReportJson : JsonSerializerContext;
