using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Quantization;

/// <summary>The weights that a graph of reduced precision computes with.</summary>
public static class RoundedWeights
{
    const string RecurrentMatrix = ParameterNames.RecurrentModule + ".weight_";

    /// <summary>The parameters that a precision rounds: the embedding table, and all matrices of the recurrent layers.</summary>
    public static bool AreRounded(string parameter, WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => false,
        WeightPrecision.Int8All => parameter == ParameterNames.Embedding || parameter.StartsWith(RecurrentMatrix, StringComparison.Ordinal),
        _ => parameter == ParameterNames.Embedding,
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

    static float[] Round(NamedTensor matrix, WeightPrecision precision) => precision == WeightPrecision.Fp16
        ? Array.ConvertAll(matrix.Data, value => (float)(Half)value)
        : QuantizedRows.From(matrix.Data, matrix.RowLength).ToFloats();
}
