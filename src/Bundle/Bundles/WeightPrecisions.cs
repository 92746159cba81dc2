using System.Diagnostics;

namespace RnnToolkit.Bundle;

/// <summary>What a precision promises.</summary>
public static class WeightPrecisions
{
    /// <summary>
    /// How far a probability may be from the trainer's. In float32 this is several times what rounding explains. Where weights are rounded
    /// on purpose it only guards against a wrong graph; reports say what was measured.
    /// </summary>
    public static double Tolerance(this WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => 1e-5,
        WeightPrecision.Fp16 => 1e-2,
        WeightPrecision.Int8 or WeightPrecision.Int8All => 1e-1,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of a precision in options, in bundle.json and in reports.</summary>
    public static string Name(this WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => "fp32",
        WeightPrecision.Fp16 => "fp16",
        WeightPrecision.Int8 => "int8",
        WeightPrecision.Int8All => "int8-all",
        _ => throw new UnreachableException(),
    };
}
