using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

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

    /// <summary>As <see cref="Int8"/>, and the matrices of the recurrent layers in int8 with one scale a row, dequantized when the graph is loaded.</summary>
    [JsonStringEnumMemberName("int8-all")]
    Int8All,
}
