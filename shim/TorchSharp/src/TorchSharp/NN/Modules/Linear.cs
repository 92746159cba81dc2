using TorchSharp.Native;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>input · weightᵀ + bias, with weight [outputs, inputs].</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] readonly Parameter _weight;
    [ComponentName(Name = "bias")] readonly Parameter? _bias;

    internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
    {
        (_weight, _bias) = (weight, bias);
        RegisterComponents();
    }

    public Parameter weight => _weight;
    public Parameter? bias => _bias;
    public long in_features => _weight.size(1);
    public long out_features => _weight.size(0);

    public override Tensor forward(Tensor tensor) => NativeMethods.shim_linear(tensor, _weight, _bias);
}
