using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Training;

/// <summary>Which epoch of a training is its result, and whether the training has gone on long enough without a better one.</summary>
static class BestEpoch
{
    /// <summary>The best of these epochs, of equals the first; null when there is none.</summary>
    public static EpochMetrics? Of(IEnumerable<EpochMetrics> epochs, BestMetric metric) =>
        epochs.OrderByDescending(epoch => Merit(epoch, metric)).ThenBy(epoch => epoch.ValidationLoss).ThenBy(epoch => epoch.Epoch).FirstOrDefault();

    /// <summary>Whether a training stops after these epochs.</summary>
    public static bool Stops(IReadOnlyList<EpochMetrics> epochs, TrainingOptions options) =>
        options.Patience > 0 && epochs.Count > 0 && epochs[^1].Epoch - Of(epochs, options.BestBy)!.Epoch >= options.Patience;

    static double Merit(EpochMetrics epoch, BestMetric metric) => metric switch
    {
        BestMetric.Accuracy => epoch.ValidationAccuracy,
        BestMetric.MacroF1 => epoch.ValidationMacroF1 ?? 0,
        _ => -epoch.ValidationLoss,
    };
}
