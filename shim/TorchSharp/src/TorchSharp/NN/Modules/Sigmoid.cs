using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Sigmoid : nn.Module<Tensor, Tensor>
{
    readonly bool _inplace;

    internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => _inplace = inplace;

    public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, _inplace);
}
