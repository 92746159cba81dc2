using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.Graphs;

/// <summary>In which form a classifier is written.</summary>
/// <param name="Opset">The operator set.</param>
/// <param name="Precision">How the weights are stored.</param>
sealed record GraphFormat(OpsetInfo Opset, WeightPrecision Precision)
{
    /// <summary>The format that is written when nothing is asked for.</summary>
    public static GraphFormat Default { get; } = new(OpsetInfo.Find(OpsetInfo.DefaultOpset)!, WeightPrecision.Fp32);

    /// <summary>The precision as options, bundle.json and reports write it.</summary>
    public string PrecisionName => Precision.ToString().ToLowerInvariant();

    /// <summary>How far a probability may be from the trainer's.</summary>
    public double Tolerance => Precision.Tolerance();

    /// <summary>Whether no label may differ. Weights that were rounded on purpose may turn a text that stood on the threshold.</summary>
    public bool KeepsLabels => Precision == WeightPrecision.Fp32;
}
