using System.Diagnostics;

namespace RnnToolkit.Bundle;

/// <summary>What a precision promises.</summary>
public static class WeightPrecisions
{
    /// <summary>
    /// How far a probability may be from the trainer's. In float32 it is what rounding explains, with room; where weights are rounded
    /// on purpose it is a guard against a graph that is wrong, and reports tell what was measured.
    /// </summary>
    public static double Tolerance(this WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => 1e-5,
        WeightPrecision.Fp16 => 1e-2,
        WeightPrecision.Int8 => 1e-1,
        _ => throw new UnreachableException(),
    };
}
