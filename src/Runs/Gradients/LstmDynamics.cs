using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The LSTM: i, f, o = sigmoid(...), g = tanh(...), c' = f c + i g, h' = o tanh(c').</summary>
sealed class LstmDynamics(ModelConfig config, StateDict weights, int layer, bool reverse) : CellDynamics(config, weights, layer, reverse)
{
    public override int StateSize => 2 * HiddenSize;

    public override CellStep Step(double[] input, double[] previous)
    {
        var size = HiddenSize;
        var gates = FromInput(input); // [4*H]: i, f, g, o
        var fromHidden = FromHidden(previous.AsSpan(0, size));
        var (state, inner) = (new double[2 * size], new double[size]);
        for (var i = 0; i < gates.Length; i++)
        {
            var sum = gates[i] + fromHidden[i];
            gates[i] = i / size == 2 ? Math.Tanh(sum) : Sigmoid(sum);
        }

        for (var i = 0; i < size; i++)
        {
            var cell = (gates[size + i] * previous[size + i]) + (gates[i] * gates[(2 * size) + i]);
            inner[i] = Math.Tanh(cell);
            (state[i], state[size + i]) = (gates[(3 * size) + i] * inner[i], cell);
        }

        return new CellStep(previous, state, gates, inner);
    }

    public override double[] Tangent(CellStep step, double[] direction)
    {
        var size = HiddenSize;
        var sums = HiddenTimes(direction.AsSpan(0, size)); // [4*H]
        var result = new double[2 * size];
        for (var i = 0; i < size; i++)
        {
            var (input, forget, candidate, output) = GatesOf(step, i);
            var cell = (forget * direction[size + i])
                + (step.Previous[size + i] * forget * (1 - forget) * sums[size + i])
                + (candidate * input * (1 - input) * sums[i])
                + (input * (1 - (candidate * candidate)) * sums[(2 * size) + i]);
            result[size + i] = cell;
            result[i] = (output * (1 - output) * sums[(3 * size) + i] * step.Inner[i]) + (output * (1 - (step.Inner[i] * step.Inner[i])) * cell);
        }

        return result;
    }

    public override (double[] Previous, double[] Input) Backward(CellStep step, double[] gradient)
    {
        var size = HiddenSize;
        var cells = CellGradient(step, gradient)!;
        var (gates, previous) = (new double[4 * size], new double[2 * size]);
        for (var i = 0; i < size; i++)
        {
            var (input, forget, candidate, output) = GatesOf(step, i);
            gates[i] = cells[i] * candidate * input * (1 - input);
            gates[size + i] = cells[i] * step.Previous[size + i] * forget * (1 - forget);
            gates[(2 * size) + i] = cells[i] * input * (1 - (candidate * candidate));
            gates[(3 * size) + i] = gradient[i] * step.Inner[i] * output * (1 - output);
            previous[size + i] = cells[i] * forget;
        }

        AddHiddenTransposed(gates, previous);
        return (previous, InputTransposed(gates));
    }

    public override double[]? CellGradient(CellStep step, double[] gradient)
    {
        var cells = gradient[HiddenSize..];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] += gradient[i] * step.Gates[(3 * HiddenSize) + i] * (1 - (step.Inner[i] * step.Inner[i]));
        }

        return cells;
    }

    (double Input, double Forget, double Candidate, double Output) GatesOf(CellStep step, int i) =>
        (step.Gates[i], step.Gates[HiddenSize + i], step.Gates[(2 * HiddenSize) + i], step.Gates[(3 * HiddenSize) + i]);
}
