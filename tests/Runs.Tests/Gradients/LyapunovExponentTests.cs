using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

public class LyapunovExponentTests
{
    // Without biases and inputs a vanilla RNN stays at zero, where it is linear: every step multiplies by W_hh.
    [Fact]
    public void Of_ALinearRecurrence_IsTheLogarithmOfItsSpectralRadius()
    {
        var config = TestModels.Config(RecurrentCell.Rnn);
        var weights = Changed(TestModels.Weights(config, seed: 8), (name, value) => name.Contains("bias", StringComparison.Ordinal) ? 0 : value);
        var cell = CellDynamics.Create(config, weights, 0, false);
        double[] matrix = Array.ConvertAll(weights["rnn.weight_hh_l0"].Data, value => (double)value);

        var exponent = LyapunovExponent.Of(cell, Inputs(config, 20_000, (_, _) => 0));

        // A complex pair swings the length by a constant factor: a constant divided by the steps, 1e-4.
        Assert.Equal(Math.Log(SpectralRadius.Of(matrix, config.HiddenSize)), exponent.Value!.Value, 2e-4);
    }

    [Theory]
    [InlineData(RecurrentCell.Rnn)]
    [InlineData(RecurrentCell.Lstm)]
    [InlineData(RecurrentCell.Gru)]
    public void Of_ADrivenRecurrence_IsTheRateAtWhichTwoTrajectoriesPart(RecurrentCell kind)
    {
        const double Apart = 1e-7;
        const int Steps = 10_000;
        var config = TestModels.Config(kind) with { HiddenSize = 20 };
        var cell = CellDynamics.Create(config, TestModels.Weights(config, seed: 6), 0, false);
        var random = new Random(7);
        var inputs = Inputs(config, Steps, (_, _) => random.NextDouble() - 0.5);

        var exponent = LyapunovExponent.Of(cell, inputs);

        var (state, sum) = (new double[cell.StateSize], 0.0);
        var other = Array.ConvertAll(state, _ => Apart / Math.Sqrt(cell.StateSize));
        foreach (var input in inputs)
        {
            state = cell.Step(input, state).State;
            double[] difference = [.. cell.Step(input, other).State.Zip(state, (left, right) => left - right)];
            var length = Math.Sqrt(difference.Sum(value => value * value));
            sum += Math.Log(length / Apart);
            other = [.. state.Zip(difference, (value, move) => value + (move * Apart / length))];
        }

        // The transient of 200 steps of 10,000 that only one of them leaves out, and 1e-16/1e-7 of rounding in each step.
        Assert.Equal(sum / Steps, exponent.Value!.Value, 5e-3);
        Assert.InRange(exponent.Error!.Value, 0, 0.1);
    }

    [Fact]
    public void Of_ARecurrenceThatForgets_HasNoValue()
    {
        var config = TestModels.Config(RecurrentCell.Rnn);
        var weights = Changed(TestModels.Weights(config, seed: 8), (name, value) => name == "rnn.weight_hh_l0" ? 0 : value);

        Assert.Equal(default, LyapunovExponent.Of(CellDynamics.Create(config, weights, 0, false), Inputs(config, 30, (_, _) => 1)));
    }

    static List<double[]> Inputs(ModelConfig config, int steps, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, steps).Select(t => Enumerable.Range(0, config.EmbeddingSize).Select(i => value(t, i)).ToArray())];

    static StateDict Changed(StateDict weights, Func<string, float, float> change)
    {
        var changed = new StateDict();
        foreach (var tensor in weights)
        {
            changed.Add(tensor with { Data = Array.ConvertAll(tensor.Data, value => change(tensor.Name, value)) });
        }

        return changed;
    }
}
