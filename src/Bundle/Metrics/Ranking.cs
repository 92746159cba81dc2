namespace RnnToolkit.Bundle;

/// <summary>How well probabilities of the last of two labels put its texts before the others; independent of a threshold.</summary>
static class Ranking
{
    /// <summary>Area under the ROC curve: the chance that a text of label 1 has a higher probability than one of label 0; equal ones count half.</summary>
    /// <returns>Null where a label has no text.</returns>
    public static double? RocAuc(ReadOnlySpan<double> probabilities, IReadOnlyList<int> labels)
    {
        var (negatives, ordered) = (0L, 0.0);
        var positives = 0L;
        foreach (var (zeros, ones) in Ties(probabilities, labels))
        {
            // The groups come from the highest probability down: all zeros of this one are below the ones before it.
            ordered += (zeros * (double)positives) + (zeros * (double)ones / 2);
            (negatives, positives) = (negatives + zeros, positives + ones);
        }

        return negatives == 0 || positives == 0 ? null : ordered / ((double)negatives * positives);
    }

    /// <summary>Mean precision at the thresholds at which recall rises, weighted with the rise.</summary>
    /// <returns>Null where label 1 has no text.</returns>
    public static double? AveragePrecision(ReadOnlySpan<double> probabilities, IReadOnlyList<int> labels)
    {
        var (found, positives, sum) = (0L, 0L, 0.0);
        foreach (var (zeros, ones) in Ties(probabilities, labels))
        {
            (found, positives) = (found + zeros + ones, positives + ones);
            sum += ones * ((double)positives / found);
        }

        return positives == 0 ? null : sum / positives;
    }

    /// <summary>Texts of label 0 and of label 1 with the same probability, from the highest down.</summary>
    static List<(long Zeros, long Ones)> Ties(ReadOnlySpan<double> probabilities, IReadOnlyList<int> labels)
    {
        var keys = probabilities.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        var groups = new List<(long Zeros, long Ones)>();
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (i == keys.Length - 1 || keys[i] != keys[i + 1])
            {
                groups.Add(default);
            }

            var (zeros, ones) = groups[^1];
            groups[^1] = labels[order[i]] == 1 ? (zeros, ones + 1) : (zeros + 1, ones);
        }

        return groups;
    }
}
