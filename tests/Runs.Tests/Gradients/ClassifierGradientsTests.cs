using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

/// <summary>The gradients of whole classifiers against finite differences of their loss; Trainer.Tests compares them with libtorch's.</summary>
public class ClassifierGradientsTests
{
    const double Step = 1e-5;

    // Central differences: Step² of the third derivative, and 1e-16/Step of rounding, both near 1e-10.
    const double Tolerance = 1e-8;

    public static TheoryData<RecurrentCell, int, bool, Pooling, int> Models
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int, bool, Pooling, int>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                foreach (var (layers, bidirectional) in new[] { (1, false), (2, false), (1, true), (2, true) })
                {
                    data.Add(cell, layers, bidirectional, Pooling.Last, 2);
                }
            }

            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                data.Add(RecurrentCell.Lstm, 2, true, pooling, 3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Of_EveryStateOfALayer_IsTheFiniteDifferenceOfTheLoss(RecurrentCell cell, int layers, bool bidirectional, Pooling pooling, int classes)
    {
        var config = TestModels.Config(cell, layers, bidirectional) with { Pooling = pooling, MaskPadding = pooling is not Pooling.Last, Classes = classes };
        var weights = TestModels.Weights(config, seed: 3);
        long[] ids = [3, 1, 12, 7, 7];

        var gradients = new ClassifierGradients(config, weights).Of(ids, label: 1);

        Assert.Equal(LossOf(config, weights, ids, (-1, 0, 0, 0), 0), gradients.Loss, 1e-12);
        for (var layer = 0; layer < layers; layer++)
        {
            for (var direction = 0; direction < config.DirectionCount; direction++)
            {
                var trace = gradients.Traces[layer][direction];
                for (var t = 0; t < ids.Length; t++)
                {
                    var state = (double[])[.. trace.Hidden[t], .. trace.Cells[t] ?? []];
                    for (var unit = 0; unit < state.Length; unit++)
                    {
                        // The loss sees a cell state through the hidden state of its step too, which the difference has to follow.
                        var at = (layer, direction, t, unit);
                        var expected = (LossOf(config, weights, ids, at, Step) - LossOf(config, weights, ids, at, -Step)) / (2 * Step);
                        Assert.Equal(expected, state[unit], Tolerance);
                    }
                }
            }
        }
    }

    /// <summary>The loss when one component of one state is moved.</summary>
    static double LossOf(ModelConfig config, StateDict weights, long[] ids, (int Layer, int Direction, int T, int Unit) at, double by)
    {
        var (table, size) = (weights[ParameterNames.Embedding], config.HiddenSize);
        double[][] sequence = [.. ids.Select(id => table.Data.Skip((int)id * table.RowLength).Take(table.RowLength).Select(value => (double)value).ToArray())];
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var outputs = sequence.Select(_ => new List<double>()).ToArray();
            for (var direction = 0; direction < config.DirectionCount; direction++)
            {
                var cell = CellDynamics.Create(config, weights, layer, direction == 1);
                var state = new double[cell.StateSize];
                foreach (var t in direction == 0 ? Enumerable.Range(0, ids.Length) : Enumerable.Range(0, ids.Length).Reverse())
                {
                    var step = cell.Step(sequence[t], state);
                    state = [.. step.State];
                    if (at.Layer == layer && at.Direction == direction && at.T == t)
                    {
                        state[at.Unit] += by;
                        if (at.Unit >= size)
                        {
                            var i = at.Unit - size;
                            state[i] = step.Gates[(3 * size) + i] * Math.Tanh(state[at.Unit]);
                        }
                    }

                    outputs[t].AddRange(state.Take(size));
                }
            }

            sequence = [.. outputs.Select(output => output.ToArray())];
        }

        double[] attention = config.Pooling is Pooling.Attention ? [.. weights[ParameterNames.AttentionWeight].Data.Select(value => (double)value)] : [];
        var pooled = new PoolingGradient(config, attention).Forward(sequence);
        var (head, bias, label) = (weights[ParameterNames.HeadWeight], weights[ParameterNames.HeadBias], 1);
        double[] logits = [.. bias.Data.Select((b, k) => b + pooled.Select((value, i) => value * head.Data[(k * pooled.Length) + i]).Sum())];
        return logits.Length == 1 ? Math.Log(1 + Math.Exp(-logits[0])) : Math.Log(logits.Sum(Math.Exp)) - logits[label];
    }
}
