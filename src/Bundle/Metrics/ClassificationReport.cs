using System.Globalization;
using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>How well a model classified texts with known labels. Shares are 0 to 1; a ratio of nothing to nothing is 0.</summary>
/// <param name="Count">Texts.</param>
/// <param name="Accuracy">Share of texts with the right label.</param>
/// <param name="MacroF1">Mean of the labels' F1, over labels that texts have or got.</param>
/// <param name="WeightedF1">The same weighted with the number of texts that have the label.</param>
/// <param name="LogLoss">Mean negative logarithm of the probability of the right label.</param>
/// <param name="Labels">Each label, in the order of the model.</param>
public sealed record ClassificationReport(
    long Count, double Accuracy, double MacroF1, double WeightedF1, double LogLoss, IReadOnlyList<LabelMetrics> Labels)
{
    /// <summary>With more labels there is no <see cref="Confusion"/>.</summary>
    public const int MostLabelsOfAMatrix = 100;

    /// <summary>Of two labels: the chance that a text of the last label has a higher probability of it than a text of the first; null without both.</summary>
    [JsonRequired]
    public double? RocAuc { get; init; }

    /// <summary>Of two labels: mean precision over the recall of the last one; null without a text of it.</summary>
    [JsonRequired]
    public double? AveragePrecision { get; init; }

    /// <summary>Share of texts whose label is among the most probable ones; null for so few labels that it says nothing.</summary>
    [JsonRequired]
    public IReadOnlyList<TopAccuracy>? Top { get; init; }

    /// <summary>Texts by label (row) and by the label that they got (column); null for many labels.</summary>
    [JsonRequired]
    [JsonConverter(typeof(MatrixConverter))]
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }

    /// <summary>The report of counted texts; without <see cref="RocAuc"/> and <see cref="AveragePrecision"/>, which need all texts at once.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="counts">The counts.</param>
    public static ClassificationReport Of(IReadOnlyList<string> names, ClassificationCounts counts)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(counts);
        var (right, support, predicted) = (new long[names.Count], new long[names.Count], new long[names.Count]);
        foreach (var pair in counts.Pairs)
        {
            support[pair.Label] += pair.Count;
            predicted[pair.Predicted] += pair.Count;
            right[pair.Label] += pair.Label == pair.Predicted ? pair.Count : 0;
        }

        IReadOnlyList<LabelMetrics> labels =
        [
            .. names.Select((name, label) => new LabelMetrics(
                name, Ratio(right[label], predicted[label]), Ratio(right[label], support[label]), Ratio(2 * right[label], predicted[label] + support[label]), support[label])),
        ];
        var occurring = labels.Where((label, index) => label.Support + predicted[index] > 0).ToList();
        var count = counts.Count;
        return new ClassificationReport(
            count,
            Ratio(right.Sum(), count),
            occurring.Count == 0 ? 0 : occurring.Average(label => label.F1),
            count == 0 ? 0 : occurring.Sum(label => label.F1 * label.Support) / count,
            count == 0 ? 0 : counts.LogLossSum / count,
            labels)
        {
            Top = names.Count > ClassificationCounts.TopSizes[0]
                ? [.. ClassificationCounts.TopSizes.Zip(counts.InTop).Where(top => top.First < names.Count).Select(top => new TopAccuracy(top.First, Ratio(top.Second, count)))]
                : null,
            Confusion = names.Count <= MostLabelsOfAMatrix ? Matrix(names.Count, counts) : null,
        };
    }

    /// <summary>The report of texts.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="labels">The index of each text's label.</param>
    /// <param name="probabilities">What the model gives for a text, by its index: the probability of the last of two labels, or one probability a label.</param>
    /// <param name="threshold">Of two labels, the last is given where its probability is at or above this.</param>
    public static ClassificationReport Of(IReadOnlyList<string> names, IReadOnlyList<int> labels, Func<int, double[]> probabilities, double threshold)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        var (counter, positive) = (new ClassificationCounter(), new double[labels.Count]);
        for (var i = 0; i < labels.Count; i++)
        {
            var given = probabilities(i);
            var predicted = ClassProbabilities.LabelOf<double>(given, threshold);
            counter.Add(labels[i], predicted, ClassProbabilities.OfEach(given));
            positive[i] = given[^1];
        }

        var report = Of(names, counter.Counts);
        return names.Count == 2 && new Ranking(positive, i => labels[i] == 1) is var ranking
            ? report with { RocAuc = ranking.RocAuc(), AveragePrecision = ranking.AveragePrecision() }
            : report;
    }

    /// <summary>Every problem of these numbers, one line each.</summary>
    /// <param name="names">The labels of the model.</param>
    internal IEnumerable<string> Validate(IReadOnlyList<string> names)
    {
        (string Field, double? Value)[] shares =
        [
            ("accuracy", Accuracy), ("macroF1", MacroF1), ("weightedF1", WeightedF1), ("rocAuc", RocAuc), ("averagePrecision", AveragePrecision),
        ];
        foreach (var (field, value) in shares.Where(share => share.Value is { } value && value is not (>= 0 and <= 1)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{field} is {value}, expected 0 to 1");
        }

        if (Count < 0 || !(LogLoss >= 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"count is {Count} and logLoss {LogLoss}, expected none below 0");
        }

        if (Labels.Count != names.Count || Labels.Where((label, index) => label?.Label != names[index]).Any())
        {
            yield return "labels has another label than the model, expected the model's labels in their order";
        }

        if (Labels.Any(label => label is not null && !label.IsValid))
        {
            yield return "labels has a precision, recall or f1 that is no share, or a support below 0, expected shares of 0 to 1";
        }

        if (Top?.Any(top => top is null || top.Size < 1 || top.Accuracy is not (>= 0 and <= 1)) is true)
        {
            yield return "top has a size below 1 or an accuracy that is no share, expected shares of 0 to 1";
        }

        if (Confusion is { } confusion && (confusion.Count != names.Count || confusion.Any(row => row is null || row.Count != names.Count || row.Any(cell => cell < 0))))
        {
            yield return $"confusion is no matrix of {names.Count} x {names.Count} counts, expected one";
        }
    }

    static long[][] Matrix(int labels, ClassificationCounts counts)
    {
        var matrix = Enumerable.Range(0, labels).Select(_ => new long[labels]).ToArray();
        foreach (var pair in counts.Pairs)
        {
            matrix[pair.Label][pair.Predicted] = pair.Count;
        }

        return matrix;
    }

    static double Ratio(long numerator, long denominator) => denominator == 0 ? 0 : (double)numerator / denominator;
}

/// <summary>How well a model knows one label.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Precision">Share of the texts that got the label which have it.</param>
/// <param name="Recall">Share of the texts that have the label which got it.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Texts that have the label.</param>
public sealed record LabelMetrics(string Label, double Precision, double Recall, double F1, long Support)
{
    [JsonIgnore]
    internal bool IsValid => Precision is >= 0 and <= 1 && Recall is >= 0 and <= 1 && F1 is >= 0 and <= 1 && Support >= 0;
}

/// <summary>How often a label is among the most probable ones.</summary>
/// <param name="Size">How many of the most probable ones.</param>
/// <param name="Accuracy">Share of the texts, 0 to 1.</param>
public sealed record TopAccuracy(int Size, double Accuracy);
