namespace RnnToolkit.Bundle;

/// <summary>
/// Collects how far scores are from the logits they must have: the one measure of exporter and <c>scorer verify</c>. A text of a model
/// with two classes has one logit and one probability, that of label 1; with more classes it has one of both for each class.
/// </summary>
/// <param name="threshold">With two classes: a probability at or above it is label 1.</param>
public sealed class ScoreComparison(double threshold)
{
    double _sum;

    /// <summary>Comparisons so far.</summary>
    public int Count { get; private set; }

    /// <summary>The largest difference of a probability, of any class.</summary>
    public double LargestDifference { get; private set; }

    /// <summary>The mean over the texts of their largest difference of a probability; 0 when nothing was compared.</summary>
    public double MeanDifference => Count == 0 ? 0 : _sum / Count;

    /// <summary>The largest difference of a logit.</summary>
    public double LargestLogitDifference { get; private set; }

    /// <summary>How often the labels differ.</summary>
    public int LabelFlips { get; private set; }

    /// <summary>The probability that belongs to the logit of a model with two classes.</summary>
    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>The probabilities that belong to logits: the sigmoid of one, the softmax of more.</summary>
    public static double[] Probabilities(ReadOnlySpan<double> logits)
    {
        if (logits is [var logit])
        {
            return [Probability(logit)];
        }

        var largest = logits[ClassProbabilities.IndexOfLargest(logits)];
        double[] shares = [.. logits];
        var sum = 0.0;
        foreach (ref var share in shares.AsSpan())
        {
            sum += share = Math.Exp(share - largest);
        }

        return Array.ConvertAll(shares, share => share / sum);
    }

    /// <summary>The label of a text: of two, whether the one probability reaches the threshold; of more, the first most probable one.</summary>
    public int LabelOf(ReadOnlySpan<double> probabilities) => ClassProbabilities.LabelOf(probabilities, threshold);

    /// <summary>The label of a probability of a model with two classes: 0 or 1.</summary>
    public int LabelOf(double probability) => LabelOf([probability]);

    /// <summary>Compares one text of a model with two classes.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float})"/>
    public (double Difference, bool SameLabel) Add(float expectedLogits, float logits, float probabilities) =>
        Add([expectedLogits], [logits], [probabilities]);

    /// <summary>Compares one text.</summary>
    /// <param name="expectedLogits">The logits that it must have.</param>
    /// <param name="logits">The logits that were found.</param>
    /// <param name="probabilities">The probabilities that were found.</param>
    /// <returns>The largest difference of a probability, and whether the labels are the same.</returns>
    public (double Difference, bool SameLabel) Add(ReadOnlySpan<float> expectedLogits, ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities)
    {
        var (expected, found) = (Probabilities(Doubles(expectedLogits)), Doubles(probabilities));
        var sameLabel = LabelOf(expected) == LabelOf(found);
        var difference = LargestDistance(expected, found);
        Count++;
        _sum += difference;
        LargestDifference = Math.Max(LargestDifference, difference);
        LargestLogitDifference = Math.Max(LargestLogitDifference, LargestDistance(Doubles(expectedLogits), Doubles(logits)));
        LabelFlips += sameLabel ? 0 : 1;
        return (difference, sameLabel);
    }

    /// <summary>The largest difference of any class; not a number when one of them is not.</summary>
    public static double LargestDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var largest = 0.0;
        for (var k = 0; k < left.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(left[k] - right[k]));
        }

        return largest;
    }

    /// <summary>The same numbers in float64.</summary>
    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (var k = 0; k < values.Length; k++)
        {
            doubles[k] = values[k];
        }

        return doubles;
    }
}
