using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Everything that a training changes. Disposing it disposes all of it.</summary>
/// <param name="Model">The weights.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Average">The average of the weights; null when there is none.</param>
sealed record TrainingState(RecurrentClassifier Model, ParameterUpdate Update, WeightAverage? Average) : IDisposable
{
    /// <summary>The fusion with the wide channel, fitted after each epoch; null without one.</summary>
    public Fusion? Fusion { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Average?.Dispose();
        Update.Dispose();
        Model.Dispose();
    }
}
