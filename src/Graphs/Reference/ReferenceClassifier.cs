using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Reference;

/// <summary>
/// The classifier straight from the equations in PyTorch's documentation of <c>nn.RNN</c>, <c>nn.LSTM</c> and <c>nn.GRU</c>, one text
/// at a time. Knows nothing of ONNX, so that it can tell whether a graph is right where nobody has recorded logits.
/// </summary>
/// <remarks>Shapes: T time steps, E embedding, H hidden, G gates, D directions.</remarks>
public sealed class ReferenceClassifier(ModelConfig config, StateDict weights)
{
    /// <summary>The logit of one text.</summary>
    /// <param name="ids">Its ids, padding included.</param>
    public double Logit(ReadOnlySpan<long> ids)
    {
        var table = weights["embedding.weight"];
        var sequence = new double[ids.Length][]; // T times [E], then [D·H]
        for (var t = 0; t < ids.Length; t++)
        {
            sequence[t] = Row(table, (int)ids[t]);
        }

        for (var layer = 0; layer < config.Layers; layer++)
        {
            var forward = Direction($"l{layer}", sequence);
            if (config.Bidirectional)
            {
                var backward = Direction($"l{layer}_reverse", [.. sequence.Reverse()]);
                Array.Reverse(backward);
                sequence = [.. forward.Zip(backward, (left, right) => (double[])[.. left, .. right])];
            }
            else
            {
                sequence = forward;
            }
        }

        return Dot(weights["fc.weight"], 0, sequence[^1]) + weights["fc.bias"].Data[0];
    }

    /// <summary>The hidden states of one direction of one layer, in the order of its inputs.</summary>
    double[][] Direction(string suffix, double[][] inputs)
    {
        var (wih, whh) = (weights[$"rnn.weight_ih_{suffix}"], weights[$"rnn.weight_hh_{suffix}"]);
        var (bih, bhh) = (weights[$"rnn.bias_ih_{suffix}"].Data, weights[$"rnn.bias_hh_{suffix}"].Data);
        var size = config.HiddenSize;
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
                next[unit] = config.Cell switch
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

    static double Lstm(double input, double forget, double cell, double output, ref double c)
    {
        c = (Sigmoid(forget) * c) + (Sigmoid(input) * Math.Tanh(cell));
        return Sigmoid(output) * Math.Tanh(c);
    }

    static double Gru(double reset, double update, double newFromInput, double newFromHidden, double h)
    {
        var candidate = Math.Tanh(newFromInput + (Sigmoid(reset) * newFromHidden));
        var z = Sigmoid(update);
        return ((1 - z) * candidate) + (z * h);
    }

    static double[] Affine(NamedTensor weight, float[] bias, double[] x)
    {
        var result = new double[bias.Length];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = Dot(weight, row, x) + bias[row];
        }

        return result;
    }

    static double Dot(NamedTensor matrix, int row, double[] x)
    {
        var values = matrix.Data.AsSpan(row * x.Length, x.Length);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += values[i] * x[i];
        }

        return sum;
    }

    static double[] Row(NamedTensor matrix, int row) =>
        [.. matrix.Data.AsSpan(row * matrix.RowLength, matrix.RowLength).ToArray().Select(value => (double)value)];

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
