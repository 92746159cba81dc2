namespace RnnToolkit.Bundle;

/// <summary>A checkpoint without its weights and texts.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Metrics">The epochs up to this checkpoint; the last one is its own.</param>
/// <param name="Test">Counts on the test set of two labels, or null.</param>
/// <param name="TestReport">The report on the test set, or null.</param>
public sealed record CheckpointSummary(
    CheckpointConfig Config, IReadOnlyList<EpochMetrics> Metrics, ClassificationMetrics? Test, ClassificationReport? TestReport);
