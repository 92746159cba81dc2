namespace RnnToolkit.Search;

/// <summary>Stops a trial whose best epoch so far is worse than the median of what completed trials had reached by then.</summary>
/// <remarks>The rule of Golovin et al., "Google Vizier: a service for black-box optimization", KDD 2017, section 3.5.2, with the best epoch for their running average.</remarks>
/// <param name="completed">The losses of each completed trial, epoch by epoch; a shorter one stopped by itself.</param>
public sealed class MedianPruning(IReadOnlyList<IReadOnlyList<double>> completed)
{
    /// <summary>How many trials must be completed before any is stopped.</summary>
    public const int StartTrials = 5;

    /// <summary>After how many epochs a trial is compared first.</summary>
    public const int FirstEpoch = 2;

    /// <summary>The median that a trial must not exceed.</summary>
    /// <param name="epochs">How many epochs it has been trained for.</param>
    /// <returns>Null when nothing is stopped yet.</returns>
    public double? Median(int epochs)
    {
        if (completed.Count < StartTrials || epochs < FirstEpoch)
        {
            return null;
        }

        double[] best = [.. completed.Select(losses => losses.Take(epochs).Min()).Order()];
        var middle = best.Length / 2;
        return best.Length % 2 == 1 ? best[middle] : (best[middle - 1] + best[middle]) / 2;
    }

    /// <summary>Whether a trial is stopped.</summary>
    /// <param name="losses">Its losses so far, epoch by epoch.</param>
    public bool Stops(IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return Median(losses.Count) is { } median && losses.Min() > median;
    }
}
