namespace RnnToolkit.Bundle;

/// <summary>Collects how far scores are from the logits they must have: the one measure of exporter and <c>scorer verify</c>.</summary>
/// <param name="threshold">A probability at or above it is label 1.</param>
public sealed class ScoreComparison(double threshold)
{
    double _sum;

    /// <summary>Comparisons so far.</summary>
    public int Count { get; private set; }

    /// <summary>The largest difference of a probability.</summary>
    public double LargestDifference { get; private set; }

    /// <summary>The mean difference of a probability; 0 when nothing was compared.</summary>
    public double MeanDifference => Count == 0 ? 0 : _sum / Count;

    /// <summary>The largest difference of a logit.</summary>
    public double LargestLogitDifference { get; private set; }

    /// <summary>How often the labels differ.</summary>
    public int LabelFlips { get; private set; }

    /// <summary>The probability that belongs to a logit.</summary>
    public static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>The label of a probability: 0 or 1.</summary>
    public int LabelOf(double probability) => probability >= threshold ? 1 : 0;

    /// <summary>Compares one text.</summary>
    /// <param name="expectedLogit">The logit that it must have.</param>
    /// <param name="logit">The logit that was found.</param>
    /// <param name="probability">The probability that was found.</param>
    /// <returns>The difference of the probability, and whether the labels are the same.</returns>
    public (double Difference, bool SameLabel) Add(double expectedLogit, double logit, double probability)
    {
        var expected = Probability(expectedLogit);
        var (difference, sameLabel) = (Math.Abs(probability - expected), LabelOf(expected) == LabelOf(probability));
        Count++;
        _sum += difference;
        LargestDifference = Math.Max(LargestDifference, difference);
        LargestLogitDifference = Math.Max(LargestLogitDifference, Math.Abs(logit - expectedLogit));
        LabelFlips += sameLabel ? 0 : 1;
        return (difference, sameLabel);
    }
}
