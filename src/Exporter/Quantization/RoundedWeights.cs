using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.Quantization;

/// <summary>The weights that a graph of reduced precision computes with.</summary>
static class RoundedWeights
{
    const string Table = "embedding.weight";
    const string RecurrentMatrix = "rnn.weight_";

    /// <summary>The parameters that a precision rounds: the embedding table, and all matrices of the recurrent layers.</summary>
    public static bool AreRounded(string parameter, WeightPrecision precision) => precision switch
    {
        WeightPrecision.Fp32 => false,
        WeightPrecision.Int8All => parameter == Table || parameter.StartsWith(RecurrentMatrix, StringComparison.Ordinal),
        _ => parameter == Table,
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

    static float[] Round(NamedTensor matrix, WeightPrecision precision)
    {
        if (precision == WeightPrecision.Fp16)
        {
            return Array.ConvertAll(matrix.Data, value => (float)(Half)value);
        }

        var rows = QuantizedRows.From(matrix.Data, matrix.RowLength);
        var values = new float[matrix.Data.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = rows.Values[i] * (float)rows.Scales[i / matrix.RowLength];
        }

        return values;
    }
}
