using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>The result of an evaluation.</summary>
/// <param name="Loss">Mean cross entropy.</param>
/// <param name="Accuracy">Share of texts whose label is predicted, 0 to 1.</param>
/// <param name="MacroF1">Mean F1 of the classes that texts have or got, 0 to 1.</param>
/// <param name="Counts">Correct and wrong predictions of two classes; null for more.</param>
readonly record struct EvaluationMetrics(double Loss, double Accuracy, double MacroF1, ClassificationMetrics? Counts);
