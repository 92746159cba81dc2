using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Training;

/// <summary>The step size of every step of a training.</summary>
/// <param name="options">The recipe.</param>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
sealed class StepSizes(TrainingOptions options, int stepsPerEpoch)
{
    const double PlateauFactor = 0.5;

    readonly double _steps = (double)options.EpochsOf(stepsPerEpoch) * stepsPerEpoch;

    /// <summary>The step size of a step.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="step">Counted from 0 in the epoch.</param>
    /// <param name="before">The epochs before this one.</param>
    public double At(int epoch, int step, IReadOnlyList<EpochMetrics> before)
    {
        if (options.IsPlainAdam)
        {
            return options.LearningRate;
        }

        var done = ((double)(epoch - 1) * stepsPerEpoch) + step;
        var rise = options.WarmUp > 0 ? Math.Min(1, (done + 1) / (options.WarmUp * _steps)) : 1;
        return options.LearningRate * rise * options.Schedule switch
        {
            LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done / _steps)),
            LearningRateSchedule.Plateau => Math.Pow(PlateauFactor, EpochsWithoutGain(before)),
            _ => 1,
        };
    }

    static int EpochsWithoutGain(IReadOnlyList<EpochMetrics> epochs)
    {
        var (lowest, count) = (double.PositiveInfinity, 0);
        foreach (var epoch in epochs)
        {
            count += epoch.ValidationLoss < lowest ? 0 : 1;
            lowest = Math.Min(lowest, epoch.ValidationLoss);
        }

        return count;
    }
}
