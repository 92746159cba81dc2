using System.Diagnostics.CodeAnalysis;

namespace RnnToolkit.Bundle;

/// <summary>How the graph of a bundle stores its weights.</summary>
public enum WeightPrecision
{
    /// <summary>Everything in float32: the trainer's numbers.</summary>
    Fp32,

    /// <summary>The embedding table in float16, cast back after the look-up.</summary>
    Fp16,

    /// <summary>The embedding table in int8 with one scale a row, dequantized after the look-up.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name of the precision, here and in every tool of the field.")]
    Int8,
}
