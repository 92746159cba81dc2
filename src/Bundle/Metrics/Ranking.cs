namespace RnnToolkit.Bundle;

/// <summary>Texts of two labels, ordered by the probability of the last one: what follows from the order, at every threshold at once. Immutable.</summary>
public sealed class Ranking
{
    readonly bool[] _isPositive; // from the highest probability down
    readonly int[] _order;       // the index of each text, in that order
    readonly int[] _ends;        // where each group of equal probabilities ends
    readonly double[] _probabilities;

    /// <summary>Orders texts.</summary>
    /// <param name="probabilities">The probability of the last label, a text each.</param>
    /// <param name="isPositive">Whether the text has that label.</param>
    public Ranking(IReadOnlyList<double> probabilities, Func<int, bool> isPositive)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(isPositive);
        double[] keys = [.. probabilities];
        _order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, _order);
        Array.Reverse(keys);
        Array.Reverse(_order);
        _isPositive = Array.ConvertAll(_order, text => isPositive(text));
        _ends = [.. Enumerable.Range(1, keys.Length).Where(end => end == keys.Length || keys[end] != keys[end - 1])];
        _probabilities = Array.ConvertAll(_ends, end => keys[end - 1]);
    }

    /// <summary>Texts of the last label.</summary>
    public long Positives => _isPositive.LongCount(isPositive => isPositive);

    /// <summary>Texts of the first label.</summary>
    public long Negatives => _isPositive.Length - Positives;

    /// <summary>For each distinct probability, from the highest down: the texts with it or a higher one.</summary>
    public IEnumerable<RankedTexts> Groups
    {
        get
        {
            var (positives, negatives) = (0L, 0L);
            for (var group = 0; group < _ends.Length; group++)
            {
                var (zeros, ones) = Count(group, []);
                (positives, negatives) = (positives + ones, negatives + zeros);
                yield return new RankedTexts(_probabilities[group], positives, negatives);
            }
        }
    }

    /// <summary>Area under the ROC curve: the chance that a text of label 1 has a higher probability than one of label 0; equal ones count half.</summary>
    /// <returns>Null where a label has no text.</returns>
    public double? RocAuc() => Areas([]).RocAuc;

    /// <summary>Mean precision at the thresholds at which recall rises, weighted with the rise.</summary>
    /// <returns>Null where label 1 has no text.</returns>
    public double? AveragePrecision() => Areas([]).AveragePrecision;

    /// <summary><see cref="RocAuc"/> and <see cref="AveragePrecision"/> in one pass.</summary>
    /// <param name="weights">How often each text counts, by its index; empty when each counts once.</param>
    public (double? RocAuc, double? AveragePrecision) Areas(ReadOnlySpan<int> weights)
    {
        var (negatives, positives, ordered, precisions) = (0L, 0L, 0.0, 0.0);
        for (var group = 0; group < _ends.Length; group++)
        {
            var (zeros, ones) = Count(group, weights);

            // All zeros of this group are below the ones of the groups before it.
            ordered += (zeros * (double)positives) + (zeros * (double)ones / 2);
            (negatives, positives) = (negatives + zeros, positives + ones);
            precisions += ones == 0 ? 0 : ones * ((double)positives / (positives + negatives));
        }

        return (negatives == 0 || positives == 0 ? null : ordered / ((double)negatives * positives), positives == 0 ? null : precisions / positives);
    }

    (long Zeros, long Ones) Count(int group, ReadOnlySpan<int> weights)
    {
        var (zeros, ones) = (0L, 0L);
        for (var place = group == 0 ? 0 : _ends[group - 1]; place < _ends[group]; place++)
        {
            var weight = weights.IsEmpty ? 1 : weights[_order[place]];
            if (_isPositive[place])
            {
                ones += weight;
            }
            else
            {
                zeros += weight;
            }
        }

        return (zeros, ones);
    }
}

/// <summary>The texts whose probability of the last of two labels is at or above one of the probabilities that occur.</summary>
/// <param name="Probability">The probability.</param>
/// <param name="Positives">Texts of the last label.</param>
/// <param name="Negatives">Texts of the first label.</param>
public readonly record struct RankedTexts(double Probability, long Positives, long Negatives);
