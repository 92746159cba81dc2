using System.Numerics;

namespace RnnToolkit.Bundle;

/// <summary>From probabilities to labels. A model gives K probabilities: that of the last label for two labels, else one a label.</summary>
public static class ClassProbabilities
{
    /// <summary>The index of the label: with one probability, 1 when it reaches the threshold; with more, the largest, the first of equals.</summary>
    /// <param name="probabilities">K probabilities.</param>
    /// <param name="threshold">Where label 1 of two begins; not used for more classes.</param>
    public static int LabelOf<T>(ReadOnlySpan<T> probabilities, double threshold)
        where T : IFloatingPoint<T>
    {
        if (probabilities.Length == 1)
        {
            return double.CreateSaturating(probabilities[0]) >= threshold ? 1 : 0;
        }

        return IndexOfLargest(probabilities);
    }

    /// <summary>The probability of each label: with one probability, that of the first of two labels is the rest.</summary>
    /// <param name="probabilities">K probabilities.</param>
    public static double[] OfEach(double[] probabilities) => probabilities is [var last] ? [1 - last, last] : probabilities;

    /// <summary>The index of the largest value, the first of equals.</summary>
    public static int IndexOfLargest<T>(ReadOnlySpan<T> values)
        where T : IFloatingPoint<T>
    {
        var largest = 0;
        for (var i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }
}
