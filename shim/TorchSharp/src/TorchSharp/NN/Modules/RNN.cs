using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The Elman network: h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or ReLU in place of tanh.</summary>
public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    readonly RecurrentLayer _layer;

    internal RNN(RecurrentShape shape, Device? device, ScalarType? dtype) : base(nameof(RNN)) => _layer = new(this, shape, device, dtype);

    /// <summary>The output of every step and the last hidden state [layers * directions, B, H]; without h0 it starts from zeros.</summary>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        var results = _layer.Run(input, [h0]);
        return (results[0], results[1]);
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);
}
