using RnnToolkit.Bundle;

namespace RnnToolkit.Exporter.Quantization;

/// <summary>The weights that a graph of reduced precision computes with.</summary>
static class RoundedWeights
{
    const string Table = "embedding.weight";

    /// <summary>The same parameters with the embedding table as it comes out of the look-up.</summary>
    public static StateDict Of(StateDict weights, WeightPrecision precision)
    {
        if (precision == WeightPrecision.Fp32)
        {
            return weights;
        }

        var rounded = new StateDict();
        foreach (var tensor in weights)
        {
            rounded.Add(tensor.Name == Table ? tensor with { Data = Round(tensor, precision) } : tensor);
        }

        return rounded;
    }

    static float[] Round(NamedTensor table, WeightPrecision precision)
    {
        if (precision == WeightPrecision.Fp16)
        {
            return Array.ConvertAll(table.Data, value => (float)(Half)value);
        }

        var rows = QuantizedRows.From(table.Data, table.RowLength);
        var values = new float[table.Data.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = rows.Values[i] * (float)rows.Scales[i / table.RowLength];
        }

        return values;
    }
}
