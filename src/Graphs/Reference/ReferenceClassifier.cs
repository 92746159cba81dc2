using System.Diagnostics;
using System.Numerics.Tensors;
using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Reference;

/// <summary>
/// The classifier in float64, straight from the equations in PyTorch's documentation of <c>nn.RNN</c>, <c>nn.LSTM</c> and <c>nn.GRU</c>,
/// one text at a time. It does not use ONNX, so it can check graphs.
/// </summary>
/// <remarks>Shapes: T time steps, E embedding, H hidden, G gates, D directions, K logits. Weights are read when it is made.</remarks>
public sealed class ReferenceClassifier
{
    readonly ModelConfig _config;
    readonly NamedTensor _table;
    readonly NamedTensor? _wideWeight;
    readonly NamedTensor? _wideNorm;
    readonly Dictionary<string, double[]> _parameters;

    /// <summary>Takes the parameters that <see cref="ModelConfig.Parameters"/> lists.</summary>
    public ReferenceClassifier(ModelConfig config, StateDict weights)
    {
        (_config, _table) = (config, weights[ParameterNames.Embedding]);
        (_wideWeight, _wideNorm) = config.WideSize > 0 ? (weights[ParameterNames.WideWeight], weights[ParameterNames.WideNorm]) : (null, null);
        _parameters = weights.Where(tensor => tensor.Name is not (ParameterNames.Embedding or ParameterNames.WideWeight or ParameterNames.WideNorm))
            .ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Data, value => (double)value));
    }

    /// <summary>The logit of one text by a model of two classes.</summary>
    /// <inheritdoc cref="Logits" path="/param"/>
    public double Logit(ReadOnlySpan<long> ids, ulong? perturbation = null) => Logits(ids, perturbation: perturbation)[0];

    /// <summary>The logits of one text [K], rounded to the type that trainer and graphs have them in.</summary>
    /// <inheritdoc cref="Logits" path="/param"/>
    public float[] FloatLogits(ReadOnlySpan<long> ids, ReadOnlySpan<int> nGramIds = default) => Array.ConvertAll(Logits(ids, nGramIds), logit => (float)logit);

    /// <summary>The logits of one text [K].</summary>
    /// <param name="ids">Its ids, padding included.</param>
    /// <param name="nGramIds">The ids of its n-grams, padded or not; not read without a wide channel.</param>
    /// <param name="perturbation">Moves every embedded value by its last bit, up or down, as this seed says; null for the values as they are.</param>
    public double[] Logits(ReadOnlySpan<long> ids, ReadOnlySpan<int> nGramIds = default, ulong? perturbation = null)
    {
        var tokens = _config.MaskPadding ? ids[..Math.Max(1, ids.Length - ids.Count(0))] : ids;
        var recurrent = Affine(ParameterNames.HeadWeight, ParameterNames.HeadBias, Pool(Embed(tokens, perturbation)));
        if (_config.WideSize == 0)
        {
            return recurrent;
        }

        var (wide, bias) = (Wide(nGramIds), _parameters[ParameterNames.FusionBias]);
        var (a, b) = (_parameters[ParameterNames.FusionRecurrent][0], _parameters[ParameterNames.FusionWide][0]);
        return [.. bias.Select((c, k) => (a * recurrent[k]) + (b * wide[k]) + c)];
    }

    /// <summary>The recurrent layers and the pooling over their outputs.</summary>
    /// <param name="sequence">T times [E].</param>
    double[] Pool(double[][] sequence)
    {
        double[] final = [];
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            var forward = Direction(layer, reverse: false, sequence);
            if (!_config.Bidirectional)
            {
                (sequence, final) = (forward, forward[^1]);
                continue;
            }

            var backward = Direction(layer, reverse: true, [.. sequence.Reverse()]);
            final = [.. forward[^1], .. backward[^1]]; // h_n: where each direction ends
            sequence = [.. forward.Zip(backward.Reverse(), (left, right) => (double[])[.. left, .. right])];
        }

        return _config.Pooling switch
        {
            Pooling.Last => final,
            Pooling.Mean => Mean(),
            Pooling.Max => Largest(),
            Pooling.MeanMax => [.. Mean(), .. Largest()],
            Pooling.Attention => Attention(),
            _ => throw new UnreachableException(),
        };

        double[] Mean() => [.. final.Select((_, unit) => sequence.Average(state => state[unit]))];

        double[] Largest() => [.. final.Select((_, unit) => sequence.Max(state => state[unit]))];

        double[] Attention()
        {
            var scores = Array.ConvertAll(sequence, state => Dot(ParameterNames.AttentionWeight, 0, state));
            var largest = scores.Max();
            var shares = Array.ConvertAll(scores, score => Math.Exp(score - largest));
            var sum = shares.Sum();
            return [.. final.Select((_, unit) => sequence.Select((state, t) => shares[t] * state[unit]).Sum() / sum)];
        }
    }

    /// <summary>The logits of the wide channel: Σ weight[id] / √Σ norm[id] + bias, where 0/0 is 0.</summary>
    double[] Wide(ReadOnlySpan<int> ids)
    {
        var (sums, squaredLength) = (new double[_config.OutputCount], 0.0);
        foreach (var id in ids)
        {
            squaredLength += _wideNorm!.Data[id];
            var row = _wideWeight!.Data.AsSpan(id * sums.Length, sums.Length);
            for (var k = 0; k < row.Length; k++)
            {
                sums[k] += row[k];
            }
        }

        var (length, bias) = (squaredLength > 0 ? Math.Sqrt(squaredLength) : 1, _parameters[ParameterNames.WideBias]);
        return [.. sums.Zip(bias, (sum, c) => (sum / length) + c)];
    }

    double[][] Embed(ReadOnlySpan<long> ids, ulong? perturbation)
    {
        var bits = perturbation ?? 0;
        var sequence = new double[ids.Length][];
        for (var t = 0; t < ids.Length; t++)
        {
            var row = _table.Data.AsSpan((int)ids[t] * _table.RowLength, _table.RowLength);
            sequence[t] = new double[row.Length];
            for (var i = 0; i < row.Length; i++)
            {
                bits = (bits * 6364136223846793005) + 1442695040888963407; // Knuth's generator; its high bits are good
                sequence[t][i] = perturbation is null ? row[i] : (long)bits < 0 ? MathF.BitDecrement(row[i]) : MathF.BitIncrement(row[i]);
            }
        }

        return sequence;
    }

    /// <summary>The hidden states of one direction of one layer, in the order of its inputs.</summary>
    double[][] Direction(int layer, bool reverse, double[][] inputs)
    {
        string Name(string parameter) => ParameterNames.Recurrent(parameter, layer, reverse);
        var (wih, whh) = (Name(ParameterNames.InputWeight), Name(ParameterNames.HiddenWeight));
        var (bih, bhh) = (Name(ParameterNames.InputBias), Name(ParameterNames.HiddenBias));
        var size = _config.HiddenSize;
        var (h, c) = (new double[size], new double[size]);
        var states = new double[inputs.Length][];
        for (var t = 0; t < inputs.Length; t++)
        {
            var fromInput = Affine(wih, bih, inputs[t]); // [G·H]
            var fromHidden = Affine(whh, bhh, h);
            var next = new double[size];
            for (var unit = 0; unit < size; unit++)
            {
                double Sum(int gate) => fromInput[(gate * size) + unit] + fromHidden[(gate * size) + unit];
                next[unit] = _config.Cell switch
                {
                    RecurrentCell.Rnn => Math.Tanh(Sum(0)),
                    RecurrentCell.Lstm => Lstm(Sum(0), Sum(1), Sum(2), Sum(3), ref c[unit]),
                    _ => Gru(Sum(0), Sum(1), fromInput[(2 * size) + unit], fromHidden[(2 * size) + unit], h[unit]),
                };
            }

            states[t] = h = next;
        }

        return states;
    }

    static double Lstm(double input, double forget, double candidate, double output, ref double cell)
    {
        cell = (Sigmoid(forget) * cell) + (Sigmoid(input) * Math.Tanh(candidate));
        return Sigmoid(output) * Math.Tanh(cell);
    }

    static double Gru(double reset, double update, double newFromInput, double newFromHidden, double h)
    {
        var candidate = Math.Tanh(newFromInput + (Sigmoid(reset) * newFromHidden));
        var z = Sigmoid(update);
        return ((1 - z) * candidate) + (z * h);
    }

    double[] Affine(string weight, string bias, double[] x)
    {
        var result = (double[])_parameters[bias].Clone();
        for (var row = 0; row < result.Length; row++)
        {
            result[row] += Dot(weight, row, x);
        }

        return result;
    }

    double Dot(string matrix, int row, double[] x) => TensorPrimitives.Dot<double>(_parameters[matrix].AsSpan(row * x.Length, x.Length), x);

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
