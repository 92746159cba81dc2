using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Everything that a training changes.</summary>
/// <param name="Model">The weights.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Average">The average of the weights; null when there is none.</param>
sealed record TrainingState(RecurrentClassifier Model, ParameterUpdate Update, WeightAverage? Average)
{
    /// <summary>The fusion with the wide channel, fitted after each epoch; null without one.</summary>
    public Fusion? Fusion { get; set; }
}
