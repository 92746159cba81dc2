namespace RnnToolkit.CommandLine;

/// <summary>Figures of a training that goes on, for people to watch. Files hold figures that are computed afterwards.</summary>
/// <param name="Loss">Mean loss over the texts of the epoch until now.</param>
/// <param name="Accuracy">Share of these texts whose label was predicted when they were learnt, 0 to 1.</param>
public readonly record struct ProgressFigures(double Loss, double Accuracy)
{
    /// <summary>Both figures in words.</summary>
    public override string ToString() => Invariant($"loss {Loss:F4}, accuracy {100 * Accuracy:F1}%");
}
