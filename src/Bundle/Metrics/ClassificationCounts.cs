using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>
/// Counts over classified texts, from which a <see cref="ClassificationReport"/> follows; a <see cref="ClassificationCounter"/> makes them. The
/// parts of a data set can be counted apart and added. Immutable.
/// </summary>
public sealed record ClassificationCounts
{
    /// <summary>For so many of the most probable labels it is counted how often the right one is among them.</summary>
    public static readonly IReadOnlyList<int> TopSizes = [3, 5];

    /// <summary>How often texts of a label got a label, in the order of both; pairs that do not occur are left out.</summary>
    [JsonRequired]
    public IReadOnlyList<LabelPair> Pairs { get; init; } = [];

    /// <summary>Sum over the texts of the negative logarithm of the probability of their label.</summary>
    [JsonRequired]
    public double LogLossSum { get; init; }

    /// <summary>Texts whose label is among the most probable ones, for each of <see cref="TopSizes"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<long> InTop { get; init; } = new long[TopSizes.Count];

    /// <summary>All texts.</summary>
    [JsonIgnore]
    public long Count => Pairs.Sum(pair => pair.Count);

    /// <summary>For two labels: counts of the binary classification.</summary>
    [JsonIgnore]
    public ClassificationMetrics Binary => new(Of(1, 1), Of(0, 1), Of(0, 0), Of(1, 0));

    /// <summary>The counts of both.</summary>
    public static ClassificationCounts operator +(ClassificationCounts left, ClassificationCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new ClassificationCounts
        {
            Pairs = Merge(left.Pairs, right.Pairs),
            LogLossSum = left.LogLossSum + right.LogLossSum,
            InTop = [.. left.InTop.Zip(right.InTop, (first, second) => first + second)],
        };
    }

    /// <summary>The counts of both.</summary>
    public static ClassificationCounts Add(ClassificationCounts left, ClassificationCounts right) => left + right;

    /// <summary>Whether the numbers can be counts over labels, as they are when this code wrote them.</summary>
    /// <param name="labels">How many labels there are.</param>
    public bool AreValid(int labels) =>
        InTop.Count == TopSizes.Count && InTop.All(count => count >= 0) && LogLossSum >= 0
        && Pairs.All(pair => pair is { Count: >= 0 } && pair.Label >= 0 && pair.Label < labels && pair.Predicted >= 0 && pair.Predicted < labels)
        && Pairs.Zip(Pairs.Skip(1), (first, second) => Compare(first, second) < 0).All(isBefore => isBefore);

    long Of(int label, int predicted) => Pairs.FirstOrDefault(pair => pair.Label == label && pair.Predicted == predicted)?.Count ?? 0;

    static List<LabelPair> Merge(IReadOnlyList<LabelPair> left, IReadOnlyList<LabelPair> right)
    {
        var merged = new List<LabelPair>(left.Count + right.Count);
        var (i, j) = (0, 0);
        while (i < left.Count || j < right.Count)
        {
            var order = i == left.Count ? 1 : j == right.Count ? -1 : Compare(left[i], right[j]);
            merged.Add(order < 0 ? left[i++] : order > 0 ? right[j++] : left[i] with { Count = left[i++].Count + right[j++].Count });
        }

        return merged;
    }

    static int Compare(LabelPair left, LabelPair right) => (left.Label, left.Predicted).CompareTo((right.Label, right.Predicted));
}

/// <summary>How often texts of a label got a label.</summary>
/// <param name="Label">The index of their label.</param>
/// <param name="Predicted">The index of the label that they got.</param>
/// <param name="Count">Texts.</param>
public sealed record LabelPair(int Label, int Predicted, long Count);
