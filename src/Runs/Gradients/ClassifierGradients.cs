using System.Numerics.Tensors;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>
/// Backpropagation through time in float64: the gradient of one text's loss with respect to the hidden state of every layer, direction and time step.
/// float64, because the gradients of a vanilla RNN soon leave the range of float32.
/// </summary>
/// <remarks>
/// As in evaluation: nothing is dropped. A wide channel takes no part, because the recurrent layers are trained without it. Safe for use from
/// several threads. Shapes: T time steps, E embedding, H hidden, D directions, P pooled, K logits.
/// </remarks>
sealed class ClassifierGradients
{
    readonly ModelConfig _config;
    readonly NamedTensor _table;
    readonly CellDynamics[][] _layers; // [layers][D]
    readonly PoolingGradient _pooling;
    readonly double[] _headWeight;     // [K, P]
    readonly double[] _headBias;       // [K]

    /// <summary>Takes the parameters that <see cref="ModelConfig.Parameters"/> lists.</summary>
    public ClassifierGradients(ModelConfig config, StateDict weights)
    {
        (_config, _table) = (config, weights[ParameterNames.Embedding]);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(layer => (CellDynamics[])
        [
            .. Enumerable.Range(0, config.DirectionCount).Select(direction => CellDynamics.Create(config, weights, layer, reverse: direction == 1)),
        ])];
        _pooling = new PoolingGradient(config, config.Pooling is Pooling.Attention ? Doubles(ParameterNames.AttentionWeight) : []);
        (_headWeight, _headBias) = (Doubles(ParameterNames.HeadWeight), Doubles(ParameterNames.HeadBias));

        double[] Doubles(string name) => Array.ConvertAll(weights[name].Data, value => (double)value);
    }

    /// <summary>The cell of a layer and direction.</summary>
    public CellDynamics Cell(int layer, int direction) => _layers[layer][direction];

    /// <summary>The loss of a text, and its gradients.</summary>
    /// <param name="ids">Its ids; all are read, padding too.</param>
    /// <param name="label">The index of its label.</param>
    public TextGradients Of(ReadOnlySpan<long> ids, int label)
    {
        var traces = new LayerTrace[_layers.Length][];
        var sequence = Embed(ids); // T times [E], then [D*H]
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            traces[layer] = [.. _layers[layer].Select((cell, direction) => LayerTrace.Of(cell, sequence, reverse: direction == 1))];
            sequence = Outputs(traces[layer]);
        }

        var pooled = _pooling.Forward(sequence);
        var logits = Logits(pooled);
        var (loss, toLogits) = Loss(logits, label);
        var gradients = _pooling.Backward(sequence, HeadTransposed(toLogits)); // with respect to a layer's outputs, T times [D*H]
        for (var layer = _layers.Length - 1; layer >= 0; layer--)
        {
            gradients = Backward(layer, traces[layer], gradients);
        }

        return new TextGradients(loss, logits, traces);
    }

    double[][] Embed(ReadOnlySpan<long> ids)
    {
        var sequence = new double[ids.Length][];
        for (var t = 0; t < ids.Length; t++)
        {
            sequence[t] = Array.ConvertAll(_table.Data.AsSpan((int)ids[t] * _table.RowLength, _table.RowLength).ToArray(), value => (double)value);
        }

        return sequence;
    }

    /// <summary>The outputs of a layer in the order of the tokens: T times [D*H].</summary>
    double[][] Outputs(LayerTrace[] traces) =>
    [
        .. Enumerable.Range(0, traces[0].Steps.Length).Select(t => traces.SelectMany(trace => trace.At(t).State.Take(_config.HiddenSize)).ToArray()),
    ];

    /// <summary>Gradients with respect to the outputs of a layer in, gradients with respect to its inputs out; keeps those of the states in the traces.</summary>
    double[][] Backward(int layer, LayerTrace[] traces, double[][] gradients)
    {
        double[][]? toInputs = null;
        for (var direction = 0; direction < traces.Length; direction++)
        {
            var from = direction * _config.HiddenSize;
            var toInputsHere = traces[direction].Backward(
                _layers[layer][direction], Array.ConvertAll(gradients, gradient => gradient.AsSpan(from, _config.HiddenSize).ToArray()));
            toInputs = toInputs is null ? toInputsHere : [.. toInputs.Zip(toInputsHere, Sum)];
        }

        return toInputs!;
    }

    static double[] Sum(double[] left, double[] right)
    {
        var sum = new double[left.Length];
        TensorPrimitives.Add(left, right, sum);
        return sum;
    }

    double[] Logits(double[] pooled) =>
        [.. _headBias.Select((bias, k) => TensorPrimitives.Dot(_headWeight.AsSpan(k * pooled.Length, pooled.Length), pooled) + bias)];

    double[] HeadTransposed(double[] gradient)
    {
        var result = new double[_config.PooledSize];
        for (var k = 0; k < gradient.Length; k++)
        {
            TensorPrimitives.MultiplyAdd(_headWeight.AsSpan(k * result.Length, result.Length), gradient[k], result, result);
        }

        return result;
    }

    /// <summary>The cross entropy, and its gradient [K].</summary>
    static (double Loss, double[] Gradient) Loss(double[] logits, int label)
    {
        if (logits.Length == 1)
        {
            var logit = logits[0];
            var loss = Math.Max(logit, 0) - (logit * label) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            return (loss, [(1 / (1 + Math.Exp(-logit))) - label]);
        }

        var (largest, shares) = (logits.Max(), new double[logits.Length]);
        TensorPrimitives.SoftMax<double>(logits, shares);
        var crossEntropy = Math.Log(logits.Sum(logit => Math.Exp(logit - largest))) + largest - logits[label];
        shares[label] -= 1;
        return (crossEntropy, shares);
    }
}
