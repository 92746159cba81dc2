using System.Numerics.Tensors;
using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Quantization;

/// <summary>The weights that a graph of reduced precision computes with.</summary>
public static class RoundedWeights
{
    const string RecurrentMatrix = ParameterNames.RecurrentModule + ".weight_";

    /// <summary>The parameters that a precision rounds: the tables, and all matrices of the recurrent layers.</summary>
    public static bool AreRounded(string parameter, WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => false,
        WeightPrecision.Int8All => IsTable(parameter) || parameter.StartsWith(RecurrentMatrix, StringComparison.Ordinal),
        _ => IsTable(parameter),
    };

    /// <summary>The same parameters as the graph computes with them.</summary>
    public static StateDict Of(StateDict weights, WeightPrecision precision)
    {
        if (precision == WeightPrecision.Fp32)
        {
            return weights;
        }

        var rounded = new StateDict();
        foreach (var tensor in weights)
        {
            rounded.Add(AreRounded(tensor.Name, precision) ? tensor with { Data = Round(tensor, precision) } : tensor);
        }

        return rounded;
    }

    /// <summary>
    /// Whether the roots of <c>wide.norm</c> are stored in place of its values. Many of them are close to 0, and int8 would make them 0;
    /// the roots are closer together.
    /// </summary>
    internal static bool HasRoots(WeightPrecision precision) => precision is WeightPrecision.Int8 or WeightPrecision.Int8All;

    /// <summary>The square root of each value.</summary>
    internal static float[] Roots(float[] values) => Array.ConvertAll(values, MathF.Sqrt);

    static bool IsTable(string parameter) => parameter is ParameterNames.Embedding or ParameterNames.WideWeight or ParameterNames.WideNorm;

    static float[] Round(NamedTensor matrix, WeightPrecision precision)
    {
        if (precision == WeightPrecision.Fp16)
        {
            return Array.ConvertAll(matrix.Data, value => (float)(Half)value);
        }

        switch (matrix.Name)
        {
            case ParameterNames.WideWeight:
                return QuantizedRows.From(matrix.Data, QuantizedRows.RowsPerScale(matrix.RowLength) * matrix.RowLength).ToFloats();
            case ParameterNames.WideNorm:
                var roots = QuantizedRows.From(Roots(matrix.Data), QuantizedRows.RowsPerScale(matrix.RowLength)).ToFloats();
                TensorPrimitives.Multiply(roots, roots, roots);
                return roots;
            default:
                return QuantizedRows.From(matrix.Data, matrix.RowLength).ToFloats();
        }
    }
}
