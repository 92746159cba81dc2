using System.Diagnostics;
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

    /// <summary>
    /// How far a probability may be from the trainer's. In float32 it is what rounding explains, with room; where weights are rounded
    /// on purpose it is a guard against a graph that is wrong, and reports tell what was measured.
    /// </summary>
    public double Tolerance => Precision switch
    {
        WeightPrecision.Fp32 => 1e-5,
        WeightPrecision.Fp16 => 1e-2,
        WeightPrecision.Int8 => 1e-1,
        _ => throw new UnreachableException(),
    };
}
