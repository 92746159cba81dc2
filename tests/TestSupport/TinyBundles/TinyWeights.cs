using RnnToolkit.Bundle;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>Seeded weights under PyTorch's names, and the classifier that PyTorch defines for them, in double precision.</summary>
public sealed class TinyWeights
{
    readonly ModelConfig _config;
    readonly Dictionary<string, (long[] Shape, float[] Values)> _parameters;

    /// <summary>Draws the weights.</summary>
    public TinyWeights(ModelConfig config, int seed)
    {
        var random = new Random(seed);
        _config = config;

        // Wide enough that texts differ clearly and gates leave their linear range.
        _parameters = config.Parameters().ToDictionary(
            parameter => parameter.Name,
            parameter => (parameter.Shape, Enumerable.Range(0, (int)parameter.Shape.Aggregate(1L, (a, b) => a * b))
                .Select(_ => (float)((random.NextDouble() * 1.6) - 0.8)).ToArray()));
    }

    /// <summary>Shape and values of a parameter; changing the values changes the weights.</summary>
    public (long[] Shape, float[] Values) this[string name] => _parameters[name];

    /// <summary>The logit of one text.</summary>
    /// <remarks>Equations of torch.nn.RNN, LSTM and GRU; nothing here knows of ONNX.</remarks>
    public double Logit(ReadOnlySpan<long> ids)
    {
        var sequence = new double[ids.Length][];
        for (var t = 0; t < ids.Length; t++)
        {
            sequence[t] = [.. _parameters["embedding.weight"].Values.Skip((int)ids[t] * _config.EmbeddingSize).Take(_config.EmbeddingSize)];
        }

        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var (hidden, cell) = (new double[_config.HiddenSize], new double[_config.HiddenSize]);
            sequence = [.. sequence.Select(input => hidden = Step(layer, input, hidden, cell))];
        }

        return Dot("fc.weight", 0, sequence[^1]) + _parameters["fc.bias"].Values[0];
    }

    /// <summary>
    /// The states [1, K, H] after 0, 1, 2, ... steps of padding: of each layer the hidden state and, for LSTM, the cell.
    /// </summary>
    public IReadOnlyList<float[][]> PaddingStates(int count)
    {
        var padding = _parameters["embedding.weight"].Values.Take(_config.EmbeddingSize).Select(value => (double)value).ToArray();
        var sequence = Enumerable.Repeat(padding, count - 1).ToArray();
        var layers = new List<float[][]>();
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var (hidden, cell) = (new double[_config.HiddenSize], new double[_config.HiddenSize]);
            var (hiddens, cells) = (new List<double>(hidden), new List<double>(cell));
            sequence = [.. sequence.Select(input =>
            {
                hidden = Step(layer, input, hidden, cell);
                hiddens.AddRange(hidden);
                cells.AddRange(cell);
                return hidden;
            })];
            layers.Add([.. (_config.Cell is RecurrentCell.Lstm ? new[] { hiddens, cells } : [hiddens]).Select(values => values.ConvertAll(value => (float)value).ToArray())]);
        }

        return layers;
    }

    double[] Step(int layer, double[] x, double[] h, double[] c)
    {
        var size = _config.HiddenSize;
        double Input(int gate, int unit) => Dot($"rnn.weight_ih_l{layer}", (gate * size) + unit, x) + Bias("ih", gate, unit);
        double Hidden(int gate, int unit) => Dot($"rnn.weight_hh_l{layer}", (gate * size) + unit, h) + Bias("hh", gate, unit);
        double Bias(string kind, int gate, int unit) => _parameters[$"rnn.bias_{kind}_l{layer}"].Values[(gate * size) + unit];
        double Both(int gate, int unit) => Input(gate, unit) + Hidden(gate, unit);

        var next = new double[size];
        for (var unit = 0; unit < size; unit++)
        {
            switch (_config.Cell)
            {
                case RecurrentCell.Rnn:
                    next[unit] = Math.Tanh(Both(0, unit));
                    break;
                case RecurrentCell.Lstm:
                    var (i, f, g, o) = (Sigmoid(Both(0, unit)), Sigmoid(Both(1, unit)), Math.Tanh(Both(2, unit)), Sigmoid(Both(3, unit)));
                    c[unit] = (f * c[unit]) + (i * g);
                    next[unit] = o * Math.Tanh(c[unit]);
                    break;
                default:
                    var (r, z) = (Sigmoid(Both(0, unit)), Sigmoid(Both(1, unit)));
                    var n = Math.Tanh(Input(2, unit) + (r * Hidden(2, unit)));
                    next[unit] = ((1 - z) * n) + (z * h[unit]);
                    break;
            }
        }

        return next;
    }

    double Dot(string name, int row, double[] x)
    {
        var values = _parameters[name].Values.AsSpan(row * x.Length, x.Length);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += values[i] * x[i];
        }

        return sum;
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
