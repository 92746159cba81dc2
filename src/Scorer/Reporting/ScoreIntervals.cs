using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>Where the true values are likely to be; null with more than two labels, but for the accuracy.</summary>
sealed record ScoreIntervals(Interval Accuracy, Interval? Precision = null, Interval? Recall = null, Interval? F1 = null)
{
    /// <summary>The intervals of two labels.</summary>
    public static ScoreIntervals Of(ClassificationMetrics metrics)
    {
        var (right, wrong) = (metrics.TruePositives, metrics.FalsePositives + metrics.FalseNegatives);
        return new ScoreIntervals(
            Proportion.Wilson(right + metrics.TrueNegatives, metrics.Count),
            Proportion.Wilson(right, right + metrics.FalsePositives),
            Proportion.Wilson(right, right + metrics.FalseNegatives),
            Proportion.F1(right, wrong).Interval);
    }
}
