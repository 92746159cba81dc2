using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory, gates in the order i, f, g, o.</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    readonly RecurrentLayer _layer;

    internal LSTM(RecurrentShape shape, Device? device, ScalarType? dtype) : base(nameof(LSTM)) => _layer = new(this, shape, device, dtype);

    /// <summary>
    /// The output of every step and the last hidden and cell states [layers * directions, B, H]; without h0 and c0 they
    /// start from zeros.
    /// </summary>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        var results = _layer.Run(input, [h0_c0?.Item1, h0_c0?.Item2]);
        return (results[0], results[1], results[2]);
    }

    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
}
