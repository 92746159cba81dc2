namespace RnnToolkit.Exporter.Verification;

/// <summary>Collects how far the scores of a graph are from the logits that it must give.</summary>
/// <param name="threshold">A probability at or above it is label 1.</param>
sealed class Comparison(double threshold)
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
    public int Flips { get; private set; }

    /// <summary>The probability that belongs to a logit.</summary>
    public static double Probability(float logit) => 1 / (1 + Math.Exp(-(double)logit));

    /// <summary>The label that a logit means.</summary>
    public int LabelOf(float logit) => Probability(logit) >= threshold ? 1 : 0;

    /// <summary>Compares one text.</summary>
    /// <returns>The difference of the probability.</returns>
    public double Add(float expectedLogit, float logit, float probability)
    {
        var difference = Math.Abs(probability - Probability(expectedLogit));
        Count++;
        _sum += difference;
        LargestDifference = Math.Max(LargestDifference, difference);
        LargestLogitDifference = Math.Max(LargestLogitDifference, Math.Abs((double)logit - expectedLogit));
        Flips += LabelOf(expectedLogit) == (probability >= threshold ? 1 : 0) ? 0 : 1;
        return difference;
    }
}
