namespace RnnToolkit.Trainer.Configuration;

/// <summary>How the step size changes in the course of a training, after the warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to zero at the end of the last epoch, along half a cosine wave.</summary>
    Cosine,

    /// <summary>It is halved after each epoch that does not lower the validation loss.</summary>
    Plateau,
}
