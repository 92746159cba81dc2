namespace RnnToolkit.Bundle;

/// <summary>Counts classified texts. Not thread-safe.</summary>
public sealed class ClassificationCounter
{
    // As scikit-learn: a probability of 0 for the right label costs 36, not infinity.
    const double SmallestProbability = 2.220446049250313e-16;

    readonly SortedDictionary<(int Label, int Predicted), long> _pairs = [];
    readonly long[] _inTop = new long[ClassificationCounts.TopSizes.Count];
    double _logLoss;

    /// <summary>The counts of the texts so far.</summary>
    public ClassificationCounts Counts => new()
    {
        Pairs = [.. _pairs.Select(pair => new LabelPair(pair.Key.Label, pair.Key.Predicted, pair.Value))],
        LogLossSum = _logLoss,
        InTop = [.. _inTop],
    };

    /// <summary>The negative logarithm of the probability of the right label; finite also for 0.</summary>
    public static double LogLoss(double probability) => Math.Max(0, -Math.Log(Math.Max(probability, SmallestProbability)));

    /// <summary>Counts one text.</summary>
    /// <param name="label">The index of its label.</param>
    /// <param name="predicted">The index of the label that it got.</param>
    /// <param name="probabilities">The probability of each label.</param>
    public void Add(int label, int predicted, ReadOnlySpan<double> probabilities)
    {
        _pairs[(label, predicted)] = _pairs.GetValueOrDefault((label, predicted)) + 1;
        _logLoss += LogLoss(probabilities[label]);
        var rank = 0;
        for (var other = 0; other < probabilities.Length; other++)
        {
            rank += probabilities[other] > probabilities[label] || (probabilities[other] == probabilities[label] && other < label) ? 1 : 0;
        }

        for (var i = 0; i < _inTop.Length; i++)
        {
            _inTop[i] += rank < ClassificationCounts.TopSizes[i] ? 1 : 0;
        }
    }
}
