using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The GRU: r, z = sigmoid(...), n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = (1 - z) n + z h.</summary>
sealed class GruDynamics(ModelConfig config, StateDict weights, int layer, bool reverse) : CellDynamics(config, weights, layer, reverse)
{
    public override CellStep Step(double[] input, double[] previous)
    {
        var size = HiddenSize;
        var gates = FromInput(input); // [3*H]: r, z, n
        var fromHidden = FromHidden(previous);
        var state = new double[size];
        for (var i = 0; i < size; i++)
        {
            var reset = Sigmoid(gates[i] + fromHidden[i]);
            var update = Sigmoid(gates[size + i] + fromHidden[size + i]);
            var candidate = Math.Tanh(gates[(2 * size) + i] + (reset * fromHidden[(2 * size) + i]));
            (gates[i], gates[size + i], gates[(2 * size) + i]) = (reset, update, candidate);
            state[i] = ((1 - update) * candidate) + (update * previous[i]);
        }

        return new CellStep(previous, state, gates, fromHidden[(2 * size)..]);
    }

    public override double[] Tangent(CellStep step, double[] direction)
    {
        var size = HiddenSize;
        var sums = HiddenTimes(direction); // [3*H]
        var result = new double[size];
        for (var i = 0; i < size; i++)
        {
            var (reset, update, candidate) = GatesOf(step, i);
            var resetMoves = reset * (1 - reset) * sums[i];
            var updateMoves = update * (1 - update) * sums[size + i];
            var candidateMoves = (1 - (candidate * candidate)) * ((reset * sums[(2 * size) + i]) + (resetMoves * step.Inner[i]));
            result[i] = ((1 - update) * candidateMoves) + ((step.Previous[i] - candidate) * updateMoves) + (update * direction[i]);
        }

        return result;
    }

    public override (double[] Previous, double[] Input) Backward(CellStep step, double[] gradient)
    {
        var size = HiddenSize;
        var (fromInput, fromHidden, previous) = (new double[3 * size], new double[3 * size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            var (reset, update, candidate) = GatesOf(step, i);
            var toCandidate = gradient[i] * (1 - update) * (1 - (candidate * candidate));
            fromInput[i] = fromHidden[i] = toCandidate * step.Inner[i] * reset * (1 - reset);
            fromInput[size + i] = fromHidden[size + i] = gradient[i] * (step.Previous[i] - candidate) * update * (1 - update);
            (fromInput[(2 * size) + i], fromHidden[(2 * size) + i]) = (toCandidate, toCandidate * reset);
            previous[i] = gradient[i] * update;
        }

        AddHiddenTransposed(fromHidden, previous);
        return (previous, InputTransposed(fromInput));
    }

    (double Reset, double Update, double Candidate) GatesOf(CellStep step, int i) =>
        (step.Gates[i], step.Gates[HiddenSize + i], step.Gates[(2 * HiddenSize) + i]);
}
