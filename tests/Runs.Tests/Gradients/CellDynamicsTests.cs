using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

/// <summary>Derivatives of the cells against finite differences of their steps.</summary>
public class CellDynamicsTests
{
    const double Step = 1e-6;

    // Central differences: Step² of the third derivative, and 1e-16/Step of rounding, both near 1e-10.
    const double Tolerance = 1e-8;

    [Theory]
    [InlineData(RecurrentCell.Rnn)]
    [InlineData(RecurrentCell.Lstm)]
    [InlineData(RecurrentCell.Gru)]
    public void Tangent_EachComponent_IsTheFiniteDifference(RecurrentCell kind)
    {
        var (cell, input, state) = Case(kind);
        var step = cell.Step(input, state);
        var jacobian = cell.TransposedJacobian(step);

        for (var i = 0; i < cell.StateSize; i++)
        {
            var expected = Difference(moved => cell.Step(input, moved).State, state, i);
            Assert.All(expected.Index(), item => Assert.Equal(item.Item, jacobian[(i * cell.StateSize) + item.Index], Tolerance));
        }
    }

    [Theory]
    [InlineData(RecurrentCell.Rnn)]
    [InlineData(RecurrentCell.Lstm)]
    [InlineData(RecurrentCell.Gru)]
    public void Backward_OfAGradient_IsTheFiniteDifferenceOfItsProduct(RecurrentCell kind)
    {
        var (cell, input, state) = Case(kind);
        double[] gradient = [.. Enumerable.Range(0, cell.StateSize).Select(i => Math.Cos(3 * i))];
        double[] Product(CellStep step) => [step.State.Zip(gradient, (left, right) => left * right).Sum()];

        var (previous, toInput) = cell.Backward(cell.Step(input, state), gradient);

        Assert.All(previous.Index(), item => Assert.Equal(Difference(moved => Product(cell.Step(input, moved)), state, item.Index)[0], item.Item, Tolerance));
        Assert.All(toInput.Index(), item => Assert.Equal(Difference(moved => Product(cell.Step(moved, state)), input, item.Index)[0], item.Item, Tolerance));
    }

    static (CellDynamics Cell, double[] Input, double[] State) Case(RecurrentCell kind)
    {
        var config = TestModels.Config(kind);
        var cell = CellDynamics.Create(config, TestModels.Weights(config, seed: 4), layer: 0, reverse: false);
        return (cell, [.. Enumerable.Range(0, config.EmbeddingSize).Select(i => Math.Sin(i))], [.. Enumerable.Range(0, cell.StateSize).Select(i => 0.7 * Math.Sin(5 * i))]);
    }

    static double[] Difference(Func<double[], double[]> function, double[] at, int component)
    {
        double[] Moved(double by)
        {
            double[] moved = [.. at];
            moved[component] += by;
            return function(moved);
        }

        return [.. Moved(Step).Zip(Moved(-Step), (above, below) => (above - below) / (2 * Step))];
    }
}
