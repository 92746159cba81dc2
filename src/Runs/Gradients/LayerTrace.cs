namespace RnnToolkit.Runs;

/// <summary>What one direction of one layer did with a text, and the gradients with respect to its states.</summary>
sealed class LayerTrace
{
    readonly bool _reverse;

    LayerTrace(double[][] inputs, CellStep[] steps, bool reverse) =>
        (Inputs, Steps, _reverse, Hidden, Cells) = (inputs, steps, reverse, new double[steps.Length][], new double[]?[steps.Length]);

    /// <summary>The inputs in the order of reading: T times [I].</summary>
    public double[][] Inputs { get; }

    /// <summary>The steps in the order of reading [T].</summary>
    public CellStep[] Steps { get; }

    /// <summary>dLoss/dh_t in the order of the tokens: T times [H]; null before <see cref="Backward"/>.</summary>
    public double[][] Hidden { get; }

    /// <summary>dLoss/dc_t of an LSTM in the order of the tokens: T times [H], else nulls.</summary>
    public double[]?[] Cells { get; }

    /// <summary>Reads a text from the zero state.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="sequence">The inputs in the order of the tokens.</param>
    /// <param name="reverse">Whether the last token is read first.</param>
    public static LayerTrace Of(CellDynamics cell, double[][] sequence, bool reverse)
    {
        double[][] inputs = reverse ? [.. sequence.AsEnumerable().Reverse()] : sequence;
        var steps = new CellStep[inputs.Length];
        var state = new double[cell.StateSize];
        for (var i = 0; i < inputs.Length; i++)
        {
            steps[i] = cell.Step(inputs[i], state);
            state = steps[i].State;
        }

        return new LayerTrace(inputs, steps, reverse);
    }

    /// <summary>The step that read token <paramref name="t"/>.</summary>
    public CellStep At(int t) => Steps[Place(t)];

    /// <summary>Backpropagates through time, and keeps the gradients with respect to the states.</summary>
    /// <param name="cell">The recurrence.</param>
    /// <param name="toOutputs">The gradients from above, with respect to each output, in the order of the tokens: T times [H].</param>
    /// <returns>The gradients with respect to the inputs, in the order of the tokens: T times [I].</returns>
    public double[][] Backward(CellDynamics cell, double[][] toOutputs)
    {
        var toInputs = new double[toOutputs.Length][];
        var toState = new double[cell.StateSize]; // from the step after
        for (var i = Steps.Length - 1; i >= 0; i--)
        {
            var t = Place(i);
            for (var unit = 0; unit < cell.HiddenSize; unit++)
            {
                toState[unit] += toOutputs[t][unit];
            }

            Hidden[t] = toState[..cell.HiddenSize];
            Cells[t] = cell.CellGradient(Steps[i], toState);
            (toState, toInputs[t]) = cell.Backward(Steps[i], toState);
        }

        return toInputs;
    }

    /// <summary>From the order of reading to that of the tokens, and back.</summary>
    int Place(int i) => _reverse ? Steps.Length - 1 - i : i;
}
