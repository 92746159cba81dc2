using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The <c>result.json</c> of a trial: how it ended. A trial that has one is never trained again.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Epochs">The figures of every epoch; empty for a failed trial.</param>
/// <param name="BestEpoch">The epoch of the best checkpoint, from 1; 0 for a failed trial.</param>
/// <param name="Reason">Why it was pruned, or failed; null when it was completed.</param>
sealed record TrialOutcome(
    TrialStatus Status, IReadOnlyList<EpochMetrics> Epochs, int BestEpoch,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    /// <summary>The figures of the best epoch; null for a failed trial.</summary>
    [JsonIgnore]
    public EpochMetrics? Best => Status is TrialStatus.Failed ? null : Epochs[BestEpoch - 1];

    /// <summary>What is wrong with it; null when it can be an outcome.</summary>
    public string? Problem() =>
        Status is TrialStatus.Failed ? Epochs.Count == 0 && BestEpoch == 0 ? null : "epochs of a failed trial"
        : BestEpoch < 1 || BestEpoch > Epochs.Count ? $"{BestEpoch} as the best of {Epochs.Count} epochs"
        : Epochs.Any(epoch => !double.IsFinite(epoch.ValidationLoss)) ? "a loss that is not a finite number"
        : null;

    /// <summary>What a search makes small.</summary>
    public static double Loss(EpochMetrics epoch, BestMetric goal) => goal switch
    {
        BestMetric.Accuracy => -epoch.ValidationAccuracy,
        BestMetric.MacroF1 => -(epoch.ValidationMacroF1 ?? 0),
        _ => epoch.ValidationLoss,
    };
}
