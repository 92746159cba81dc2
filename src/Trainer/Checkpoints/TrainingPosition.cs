namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>How far a training has come: the step that it takes next.</summary>
/// <param name="Epoch">The epoch of that step, counted from 1.</param>
/// <param name="Step">How many steps of the epoch are done.</param>
/// <param name="LossSum">The sum of the losses of their texts.</param>
readonly record struct TrainingPosition(int Epoch, int Step, double LossSum)
{
    /// <summary>The start of an epoch.</summary>
    public static TrainingPosition StartOf(int epoch) => new(epoch, 0, 0);
}
