using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The vanilla RNN: h' = tanh(W_ih x + b_ih + W_hh h + b_hh).</summary>
sealed class TanhDynamics(ModelConfig config, StateDict weights, int layer, bool reverse) : CellDynamics(config, weights, layer, reverse)
{
    public override CellStep Step(double[] input, double[] previous)
    {
        var state = FromInput(input);
        var fromHidden = FromHidden(previous);
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = Math.Tanh(state[i] + fromHidden[i]);
        }

        return new CellStep(previous, state, state, []);
    }

    public override double[] Tangent(CellStep step, double[] direction)
    {
        var result = HiddenTimes(direction);
        Activate(step, result);
        return result;
    }

    public override (double[] Previous, double[] Input) Backward(CellStep step, double[] gradient)
    {
        double[] gates = [.. gradient];
        Activate(step, gates);
        var previous = new double[StateSize];
        AddHiddenTransposed(gates, previous);
        return (previous, InputTransposed(gates));
    }

    static void Activate(CellStep step, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= 1 - (step.State[i] * step.State[i]);
        }
    }
}
