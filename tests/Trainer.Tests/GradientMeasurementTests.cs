using System.Diagnostics;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Tests;

/// <summary>The gradients from our equations in float64 against those of libtorch's autograd in float32.</summary>
public class GradientMeasurementTests
{
    // Float32 products of a few small layers, forward and backward.
    const double Tolerance = 1e-5;

    static readonly long[] s_ids = [3, 0, 12, 7, 7, 1];

    public static TheoryData<RecurrentCell, int, bool> Models
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int, bool>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                data.Add(cell, 1, false);
                data.Add(cell, 2, false);
                data.Add(cell, 1, true);
                data.Add(cell, 2, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Of_OneText_HasTheGradientsOfAutograd(RecurrentCell cell, int layers, bool bidirectional)
    {
        var config = TestModels.Config(cell, layers, bidirectional);
        var weights = TestModels.Weights(config, seed: 9);

        var flow = GradientMeasurement.Of(WeightState.Trained, config, weights, [new MeasuredText(s_ids, Label: 1)]);

        using var scope = NewDisposeScope();
        using var model = new RecurrentClassifier(config);
        ModelWeights.Restore(model, weights);
        model.eval();
        var loss = binary_cross_entropy_with_logits(model.call(tensor(s_ids, [1, s_ids.Length])), ones([1]));
        Assert.Equal(loss.ToDouble(), flow.Loss, Tolerance);

        var (unrolled, moves) = Unrolled(config, weights);
        Assert.Equal(loss.ToDouble(), unrolled.ToDouble(), Tolerance);
        unrolled.backward();
        foreach (var (index, layer) in flow.Layers.Index())
        {
            float[] norms = [.. moves[index].Select(move => move.grad!.mul(move.grad!).sum().sqrt().ToSingle())];
            AssertClose.Equal(norms, [.. layer.Norms.Select(norm => (float)norm)], Tolerance);
        }
    }

    /// <summary>
    /// The loss of a model that takes one time step at a call, and for each layer and direction a tensor of zeros for each step that is added to
    /// its hidden state [T]: the gradient of the zeros is the gradient of the state.
    /// </summary>
    static (Tensor Loss, List<Tensor[]> Moves) Unrolled(ModelConfig config, StateDict weights)
    {
        var (size, moves) = (config.HiddenSize, new List<Tensor[]>());
        var table = weights[ParameterNames.Embedding];
        Tensor[] sequence = [.. s_ids.Select(id => tensor(table.Data.AsSpan((int)id * table.RowLength, table.RowLength).ToArray(), [1, 1, table.RowLength]))];
        Tensor[] ends = [];
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var outputs = new List<Tensor[]>();
            for (var direction = 0; direction < config.DirectionCount; direction++)
            {
                var cell = RecurrentLayers.Create(config.Cell, (int)sequence[0].shape[2], size);
                Restore(cell, weights, layer, reverse: direction == 1);
                var (hidden, memory) = (zeros([1, 1, size]), zeros([1, 1, size]));
                var (states, zerosAdded) = (new Tensor[s_ids.Length], new Tensor[s_ids.Length]);
                foreach (var t in direction == 0 ? Enumerable.Range(0, s_ids.Length) : Enumerable.Range(0, s_ids.Length).Reverse())
                {
                    zerosAdded[t] = zeros([1, 1, size]).requires_grad_();
                    (hidden, memory) = Step(cell, sequence[t], hidden, memory);
                    states[t] = hidden = hidden + zerosAdded[t];
                }

                outputs.Add(states);
                moves.Add(zerosAdded);
            }

            sequence = outputs.Count == 1 ? outputs[0] : [.. outputs[0].Zip(outputs[1], (forward, backward) => cat([forward, backward], 2))];
            ends = outputs.Count == 1 ? [outputs[0][^1]] : [outputs[0][^1], outputs[1][0]];
        }

        var head = tensor(weights[ParameterNames.HeadWeight].Data, [1, 1, config.PooledSize]);
        var logit = (cat(ends, 2) * head).sum() + weights[ParameterNames.HeadBias].Data[0];
        return (binary_cross_entropy_with_logits(logit.reshape(1), ones([1])), moves);
    }

    static (Tensor Hidden, Tensor Memory) Step(nn.Module cell, Tensor input, Tensor hidden, Tensor memory)
    {
        switch (cell)
        {
            case LSTM lstm:
                var (_, h, c) = lstm.call(input, (hidden, memory));
                return (h, c);
            case GRU gru:
                return (gru.call(input, hidden).Item2, memory);
            case RNN rnn:
                return (rnn.call(input, hidden).Item2, memory);
            default:
                throw new UnreachableException();
        }
    }

    static void Restore(nn.Module cell, StateDict weights, int layer, bool reverse)
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in cell.named_parameters())
        {
            var value = weights[ParameterNames.Recurrent(name[..^ParameterNames.Suffix(0).Length], layer, reverse)];
            parameter.copy_(tensor(value.Data, value.Shape.ToArray()));
        }
    }
}
