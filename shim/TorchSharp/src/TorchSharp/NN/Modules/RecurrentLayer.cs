using System.Globalization;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What RNN, LSTM and GRU share: their weights, under PyTorch's names and in its order, and the call of libtorch.</summary>
sealed class RecurrentLayer
{
    readonly nn.Module _owner;
    readonly RecurrentShape _shape;
    readonly List<Parameter> _weights = [];

    public RecurrentLayer(nn.Module owner, RecurrentShape shape, Device? device, ScalarType? dtype)
    {
        (_owner, _shape) = (owner, shape.Validated());
        var bound = 1 / Math.Sqrt(shape.HiddenSize);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var inputSize = layer == 0 ? shape.InputSize : shape.HiddenSize * shape.Directions;
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                var suffix = string.Create(CultureInfo.InvariantCulture, $"_l{layer}{(direction == 0 ? "" : "_reverse")}");
                Add($"weight_ih{suffix}", shape.GateRows, inputSize);
                Add($"weight_hh{suffix}", shape.GateRows, shape.HiddenSize);
                if (shape.Bias)
                {
                    Add($"bias_ih{suffix}", shape.GateRows);
                    Add($"bias_hh{suffix}", shape.GateRows);
                }
            }
        }

        // Drawn as they are made: weights of one layer after another, as PyTorch draws them.
        void Add(string name, params ReadOnlySpan<long> size)
        {
            var parameter = LayerParameters.Uniform(size, bound, device, dtype);
            _weights.Add(parameter);
            owner.register_parameter(name, parameter);
        }
    }

    /// <summary>Runs all time steps; <paramref name="states"/> are h0, and c0 for LSTM, or nothing for zeros.</summary>
    /// <returns>The output of every step and the last states.</returns>
    public Tensor[] Run(Tensor input, ReadOnlySpan<Tensor?> states)
    {
        var given = states[0] is not null;
        using var scope = given ? null : NewDisposeScope();
        var initial = new Tensor[states.Length];
        for (var i = 0; i < initial.Length; i++)
        {
            initial[i] = states[i] ?? (i > 0 && !given ? initial[0] : ZeroState(input));
        }

        var weights = new IntPtr[_weights.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = _weights[i].Handle;
        }
        var options = _shape.Options(_owner.training);
        Span<IntPtr> outputs = stackalloc IntPtr[1 + initial.Length];
        NativeMethods.Check(NativeMethods.shim_recurrent(
            input, NativeMethods.Handles(initial), initial.Length, weights, weights.Length, options, outputs));
        GC.KeepAlive(initial);
        GC.KeepAlive(_weights);

        var results = new Tensor[outputs.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = new Tensor(outputs[i]);
            if (scope is not null)
            {
                results[i].MoveToOuterDisposeScope();
            }
        }
        return results;
    }

    // [layers * directions, batch, hidden], without the batch for a single sequence.
    Tensor ZeroState(Tensor input)
    {
        var states = _shape.Layers * _shape.Directions;
        return input.ndim == 2
            ? zeros([states, _shape.HiddenSize], input.dtype, input.device)
            : zeros([states, input.size(_shape.BatchFirst ? 0 : 1), _shape.HiddenSize], input.dtype, input.device);
    }
}
