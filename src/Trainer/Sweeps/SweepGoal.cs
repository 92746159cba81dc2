using System.Globalization;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The figure of the validation texts that a sweep makes best. The search makes a loss small, so accuracies are negative there.</summary>
/// <param name="Metric">Which figure.</param>
readonly record struct SweepGoal(BestMetric Metric)
{
    /// <summary>What it is called.</summary>
    public string Name => Metric switch
    {
        BestMetric.Accuracy => "validation accuracy",
        BestMetric.MacroF1 => "validation macro F1",
        _ => "validation loss",
    };

    /// <summary>Whether it is a share of one.</summary>
    public bool IsShare => Metric is not BestMetric.Loss;

    /// <summary>The figure, for a loss of the search.</summary>
    public double Value(double loss) => IsShare ? -loss : loss;

    /// <summary>The figure as people read it.</summary>
    public string Text(double loss) =>
        IsShare ? (100 * Value(loss)).ToString("F2", CultureInfo.InvariantCulture) + "%" : loss.ToString("F4", CultureInfo.InvariantCulture);
}
