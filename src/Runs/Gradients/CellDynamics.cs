using System.Diagnostics;
using System.Numerics.Tensors;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>
/// One direction of one recurrent layer in float64, from the equations in PyTorch's documentation: a step, and the product of the step's Jacobian
/// ds_t/ds_(t-1), or of its transpose, with a vector.
/// </summary>
/// <remarks>The state s [S] is the hidden state h [H]; in an LSTM the cell state c [H] follows it. Safe for use from several threads.</remarks>
abstract class CellDynamics
{
    readonly double[] _inputWeight;  // [G*H, I]
    readonly double[] _hiddenWeight; // [G*H, H]
    readonly double[] _inputBias;    // [G*H]
    readonly double[] _hiddenBias;   // [G*H]

    protected CellDynamics(ModelConfig config, StateDict weights, int layer, bool reverse)
    {
        HiddenSize = config.HiddenSize;
        _inputWeight = Values(ParameterNames.InputWeight);
        _hiddenWeight = Values(ParameterNames.HiddenWeight);
        _inputBias = Values(ParameterNames.InputBias);
        _hiddenBias = Values(ParameterNames.HiddenBias);

        double[] Values(string parameter) =>
            Array.ConvertAll(weights[ParameterNames.Recurrent(parameter, layer, reverse)].Data, value => (double)value);
    }

    /// <summary>H.</summary>
    public int HiddenSize { get; }

    /// <summary>S.</summary>
    public virtual int StateSize => HiddenSize;

    /// <summary>The cell of a layer.</summary>
    public static CellDynamics Create(ModelConfig config, StateDict weights, int layer, bool reverse) => config.Cell switch
    {
        RecurrentCell.Rnn => new TanhDynamics(config, weights, layer, reverse),
        RecurrentCell.Lstm => new LstmDynamics(config, weights, layer, reverse),
        RecurrentCell.Gru => new GruDynamics(config, weights, layer, reverse),
        _ => throw new UnreachableException(),
    };

    /// <summary>One step from the state <paramref name="previous"/> [S].</summary>
    public abstract CellStep Step(double[] input, double[] previous);

    /// <summary>How the state after a step moves when the state before it moves along <paramref name="direction"/> [S]: the Jacobian times it.</summary>
    public abstract double[] Tangent(CellStep step, double[] direction);

    /// <summary>Carries the gradient with respect to the state after a step [S] back to the state before it [S] and to the input [I].</summary>
    public abstract (double[] Previous, double[] Input) Backward(CellStep step, double[] gradient);

    /// <summary>The gradient with respect to an LSTM's cell state, what flows through the hidden state included; null for other cells.</summary>
    public virtual double[]? CellGradient(CellStep step, double[] gradient) => null;

    /// <summary>The Jacobian ds_t/ds_(t-1) of a step, transposed: a row for each component of the state before it [S, S].</summary>
    public double[] TransposedJacobian(CellStep step)
    {
        var jacobian = new double[StateSize * StateSize];
        for (var i = 0; i < StateSize; i++)
        {
            var unit = new double[StateSize];
            unit[i] = 1;
            Tangent(step, unit).CopyTo(jacobian, i * StateSize);
        }

        return jacobian;
    }

    /// <summary>W_ih x + b_ih [G*H].</summary>
    protected double[] FromInput(ReadOnlySpan<double> input) => Affine(_inputWeight, _inputBias, input);

    /// <summary>W_hh h + b_hh [G*H].</summary>
    protected double[] FromHidden(ReadOnlySpan<double> hidden) => Affine(_hiddenWeight, _hiddenBias, hidden);

    /// <summary>W_hh v [G*H].</summary>
    protected double[] HiddenTimes(ReadOnlySpan<double> direction) => Affine(_hiddenWeight, null, direction);

    /// <summary>Adds W_hh' g to the first H numbers of <paramref name="sum"/>.</summary>
    protected void AddHiddenTransposed(ReadOnlySpan<double> gates, Span<double> sum) => AddTransposed(_hiddenWeight, gates, sum[..HiddenSize]);

    /// <summary>W_ih' g [I].</summary>
    protected double[] InputTransposed(ReadOnlySpan<double> gates)
    {
        var result = new double[_inputWeight.Length / _inputBias.Length];
        AddTransposed(_inputWeight, gates, result);
        return result;
    }

    protected static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    static double[] Affine(double[] matrix, double[]? bias, ReadOnlySpan<double> x)
    {
        var result = new double[matrix.Length / x.Length];
        for (var row = 0; row < result.Length; row++)
        {
            result[row] = TensorPrimitives.Dot(matrix.AsSpan(row * x.Length, x.Length), x) + (bias is null ? 0 : bias[row]);
        }

        return result;
    }

    static void AddTransposed(double[] matrix, ReadOnlySpan<double> y, Span<double> sum)
    {
        for (var row = 0; row < y.Length; row++)
        {
            TensorPrimitives.MultiplyAdd(matrix.AsSpan(row * sum.Length, sum.Length), y[row], sum, sum);
        }
    }
}
