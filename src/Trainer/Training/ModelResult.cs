using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>The result of training one model.</summary>
/// <param name="Name">For example <c>gru1</c>.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Best">The epoch of the best checkpoint.</param>
/// <param name="Test">Figures on the test set; null without one.</param>
/// <param name="EpochSeconds">Mean seconds of an epoch's training, without validation; null when no whole epoch was trained.</param>
/// <param name="TestSeconds">Seconds to score the test set; null without one.</param>
sealed record ModelResult(
    string Name, IReadOnlyList<EpochMetrics> Epochs, EpochMetrics Best, EvaluationMetrics? Test, double? EpochSeconds, double? TestSeconds);
