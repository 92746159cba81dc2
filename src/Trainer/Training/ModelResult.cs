using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>What the training of one model came to.</summary>
/// <param name="Name">For example <c>gru1</c>.</param>
/// <param name="Epochs">Every epoch.</param>
/// <param name="Best">The epoch of the best checkpoint.</param>
/// <param name="Test">Counts on the test set; null without one.</param>
/// <param name="EpochSeconds">Mean seconds of an epoch's training, without validation; null when every epoch was there already.</param>
/// <param name="TestSeconds">Seconds to score the test set; null without one.</param>
sealed record ModelResult(
    string Name, IReadOnlyList<EpochMetrics> Epochs, EpochMetrics Best, ClassificationMetrics? Test, double? EpochSeconds, double? TestSeconds);
