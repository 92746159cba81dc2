using RnnToolkit.Trainer.Models;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Everything that a training changes.</summary>
/// <param name="Model">The weights.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Average">The average of the weights; null when there is none.</param>
sealed record TrainingState(RecurrentClassifier Model, ParameterUpdate Update, WeightAverage? Average);
