using System.Globalization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Training;

/// <summary>The loss stopped being a number: nothing that follows can be used.</summary>
sealed class TrainingDivergedException(string model, int epoch, EpochMetrics metrics) : InvalidDataException(string.Create(
    CultureInfo.InvariantCulture,
    $"{model}, epoch {epoch}: found a training loss of {metrics.TrainLoss} and a validation loss of {metrics.ValidationLoss}, expected numbers; try a lower training.learningRate"));
