using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>The result of an evaluation.</summary>
/// <param name="Loss">Mean binary cross entropy.</param>
/// <param name="Counts">Correct and wrong predictions, by label.</param>
readonly record struct EvaluationMetrics(double Loss, ClassificationMetrics Counts);
