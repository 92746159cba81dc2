using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>Temperature scaling (Guo et al. 2017): logits divided by one number, so that probabilities mean what they say. Labels stay what they are.</summary>
public static class TemperatureScaling
{
    /// <summary>The smallest and the largest temperature: texts that are all right, or all wrong, would ask for 0 and for infinity.</summary>
    public const double Smallest = 0.05, Largest = 20;

    const int Bisections = 200; // far more than doubles have bits

    /// <summary>The temperature with the smallest cross entropy.</summary>
    /// <param name="logits">Of each text the logit of the last of two labels, or one a label.</param>
    /// <param name="labels">The label of each text.</param>
    /// <returns>From <see cref="Smallest"/> to <see cref="Largest"/>; 1 without texts, and where no temperature changes anything.</returns>
    /// <remarks>
    /// The cross entropy is convex in 1/T, because a logit times 1/T is linear in it. Its derivative therefore rises, and the place where it is 0
    /// is found by halving, which needs no step size and always ends.
    /// </remarks>
    public static double Fit(IReadOnlyList<float[]> logits, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Count, logits.Count);
        var (low, high) = (1 / Largest, 1 / Smallest);
        var (atLow, atHigh) = (Slope(low), Slope(high));
        if (atLow >= 0 || atHigh <= 0)
        {
            return atLow > 0 ? Largest : atHigh < 0 ? Smallest : 1;
        }

        for (var i = 0; i < Bisections && low < high; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break; // neighbours
            }

            (low, high) = Slope(middle) < 0 ? (middle, high) : (low, middle);
        }

        return Math.Clamp(1 / high, Smallest, Largest);

        double Slope(double inverse)
        {
            var sum = 0.0;
            for (var i = 0; i < logits.Count; i++)
            {
                sum += SlopeOf(logits[i], labels[i], inverse);
            }

            return sum;
        }
    }

    /// <summary>The probabilities of logits at a temperature: of the last of two labels, or one a label.</summary>
    public static double[] Probabilities(ReadOnlySpan<float> logits, double temperature = 1)
    {
        var scaled = ScoreComparison.Doubles(logits);
        foreach (ref var logit in scaled.AsSpan())
        {
            logit /= temperature;
        }

        return ScoreComparison.Probabilities(scaled);
    }

    /// <summary>The derivative of a text's cross entropy by 1/T: the mean logit under its probabilities, minus the logit of its label.</summary>
    static double SlopeOf(float[] logits, int label, double inverse)
    {
        var probabilities = Probabilities(logits, 1 / inverse);
        if (logits.Length == 1)
        {
            return (probabilities[0] - label) * logits[0];
        }

        var slope = 0.0;
        for (var k = 0; k < logits.Length; k++)
        {
            slope += probabilities[k] * ((double)logits[k] - logits[label]);
        }

        return slope;
    }
}
