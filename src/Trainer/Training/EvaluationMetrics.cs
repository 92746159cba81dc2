using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>What an evaluation measured.</summary>
/// <param name="Loss">Mean binary cross entropy.</param>
/// <param name="Counts">Right and wrong, by label.</param>
readonly record struct EvaluationMetrics(double Loss, ClassificationMetrics Counts);
