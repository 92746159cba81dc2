using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Padding;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>The states after left padding, in float64 where the exporter asks ONNX Runtime, so that tests without it can make a whole bundle.</summary>
static class TinyPadding
{
    /// <summary>The tables of the states after 0, 1, 2, ... steps of padding.</summary>
    public static PaddingStates Of(ModelConfig config, StateDict weights, TinyGraphOptions options)
    {
        var steps = options.PaddingStates - 1;
        var tables = new Dictionary<string, float[]>();
        var embedding = weights[ParameterNames.Embedding];
        var sequence = Enumerable.Repeat(Array.ConvertAll(embedding.Data[..embedding.RowLength], value => (double)value), steps).ToArray();
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (hidden, cell) = (new double[config.HiddenSize], new double[config.HiddenSize]);
            var (hiddens, cells) = (new List<double>(hidden), new List<double>(cell));
            foreach (var t in Enumerable.Range(0, steps))
            {
                sequence[t] = hidden = Step(config, weights, layer, sequence[t], hidden, cell);
                hiddens.AddRange(hidden);
                cells.AddRange(cell);
            }

            foreach (var (name, values) in PaddingStates.NamesOf(config, layer).Zip([hiddens, cells]))
            {
                tables[name] = [.. values.Select((value, i) => options.ChangePaddingState(i / config.HiddenSize, (float)value))];
            }
        }

        return new PaddingStates(steps, tables);
    }

    /// <summary>The hidden state after one time step; the cell is changed in place.</summary>
    static double[] Step(ModelConfig config, StateDict weights, int layer, double[] x, double[] h, double[] c)
    {
        var input = Affine(ParameterNames.InputWeight, ParameterNames.InputBias, x); // [G·H]
        var recurrent = Affine(ParameterNames.HiddenWeight, ParameterNames.HiddenBias, h);
        var size = config.HiddenSize;
        return [.. Enumerable.Range(0, size).Select(unit => config.Cell switch
        {
            RecurrentCell.Rnn => Math.Tanh(Sum(0, unit)),
            RecurrentCell.Lstm => Sigmoid(Sum(3, unit)) * Math.Tanh(
                c[unit] = (Sigmoid(Sum(1, unit)) * c[unit]) + (Sigmoid(Sum(0, unit)) * Math.Tanh(Sum(2, unit)))),
            _ => Gru(Sigmoid(Sum(1, unit)), Math.Tanh(input[(2 * size) + unit] + (Sigmoid(Sum(0, unit)) * recurrent[(2 * size) + unit])), h[unit]),
        })];

        double Sum(int gate, int unit) => input[(gate * size) + unit] + recurrent[(gate * size) + unit];

        double[] Affine(string weight, string bias, double[] vector)
        {
            var matrix = weights[ParameterNames.Recurrent(weight, layer, reverse: false)];
            return [.. weights[ParameterNames.Recurrent(bias, layer, reverse: false)].Data.Select((value, row) =>
                value + matrix.Data.Skip(row * matrix.RowLength).Zip(vector, (left, right) => left * right).Sum())];
        }
    }

    static double Gru(double update, double candidate, double hidden) => ((1 - update) * candidate) + (update * hidden);

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
