using System.Diagnostics;
using System.Numerics.Tensors;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The pooling over the outputs of the last layer, and its derivative.</summary>
/// <param name="config">The architecture.</param>
/// <param name="attention">The weights w of <see cref="Pooling.Attention"/> [D*H]; empty without.</param>
sealed class PoolingGradient(ModelConfig config, double[] attention)
{
    readonly int _width = config.DirectionCount * config.HiddenSize;

    /// <summary>The input of the head [P].</summary>
    /// <param name="outputs">The outputs of the last layer, in the order of the tokens: T times [D*H].</param>
    public double[] Forward(double[][] outputs) => config.Pooling switch
    {
        Pooling.Last => [.. outputs[^1][..config.HiddenSize], .. outputs[0][config.HiddenSize..]], // where each direction ends
        Pooling.Mean => Mean(outputs),
        Pooling.Max => Max(outputs),
        Pooling.MeanMax => [.. Mean(outputs), .. Max(outputs)],
        Pooling.Attention => Weighted(outputs, Shares(outputs)),
        _ => throw new UnreachableException(),
    };

    /// <summary>The gradients with respect to the outputs: T times [D*H].</summary>
    /// <param name="outputs">What <see cref="Forward"/> was given.</param>
    /// <param name="gradient">With respect to what it returned [P].</param>
    public double[][] Backward(double[][] outputs, double[] gradient)
    {
        var result = Array.ConvertAll(outputs, _ => new double[_width]);
        switch (config.Pooling)
        {
            case Pooling.Last:
                gradient.AsSpan(0, config.HiddenSize).CopyTo(result[^1]);
                gradient.AsSpan(config.HiddenSize).CopyTo(result[0].AsSpan(config.HiddenSize));
                break;

            case Pooling.Mean:
                AddMean(result, gradient);
                break;

            case Pooling.Max:
                AddMax(outputs, result, gradient);
                break;

            case Pooling.MeanMax:
                AddMean(result, gradient.AsSpan(0, _width));
                AddMax(outputs, result, gradient.AsSpan(_width));
                break;

            case Pooling.Attention:
                AddAttention(outputs, result, gradient);
                break;

            default:
                throw new UnreachableException();
        }

        return result;
    }

    double[] Mean(double[][] outputs) => Weighted(outputs, Array.ConvertAll(outputs, _ => 1.0 / outputs.Length));

    double[] Max(double[][] outputs) => [.. Enumerable.Range(0, _width).Select(unit => outputs.Max(output => output[unit]))];

    double[] Weighted(double[][] outputs, double[] shares)
    {
        var sum = new double[_width];
        for (var t = 0; t < outputs.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(outputs[t], shares[t], sum, sum);
        }

        return sum;
    }

    double[] Shares(double[][] outputs)
    {
        var shares = Array.ConvertAll(outputs, output => TensorPrimitives.Dot<double>(attention, output));
        TensorPrimitives.SoftMax<double>(shares, shares);
        return shares;
    }

    static void AddMean(double[][] result, ReadOnlySpan<double> gradient)
    {
        foreach (var output in result)
        {
            TensorPrimitives.MultiplyAdd(gradient, 1.0 / result.Length, output, output);
        }
    }

    static void AddMax(double[][] outputs, double[][] result, ReadOnlySpan<double> gradient)
    {
        for (var unit = 0; unit < gradient.Length; unit++)
        {
            var largest = 0;
            for (var t = 1; t < outputs.Length; t++)
            {
                largest = outputs[t][unit] > outputs[largest][unit] ? t : largest;
            }

            result[largest][unit] += gradient[unit];
        }
    }

    /// <summary>p = sum of a_t o_t with a = softmax(w . o): dp goes to o_t as a_t dp, and through its share as a_t (dp . o_t - dp . p) w.</summary>
    void AddAttention(double[][] outputs, double[][] result, double[] gradient)
    {
        var shares = Shares(outputs);
        var mean = TensorPrimitives.Dot<double>(gradient, Weighted(outputs, shares));
        for (var t = 0; t < outputs.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(gradient, shares[t], result[t], result[t]);
            var toScore = shares[t] * (TensorPrimitives.Dot<double>(gradient, outputs[t]) - mean);
            TensorPrimitives.MultiplyAdd(attention, toScore, result[t], result[t]);
        }
    }
}
