using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after another. Those without names are named by their positions.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    readonly List<nn.Module<Tensor, Tensor>> _modules = [];

    internal Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules) : base(nameof(Sequential))
    {
        foreach (var (name, module) in modules)
        {
            register_module(name, module);
            _modules.Add(module);
        }
    }

    internal Sequential(IEnumerable<nn.Module<Tensor, Tensor>> modules)
        : this(modules.Select((module, position) => (position.ToString(CultureInfo.InvariantCulture), module))) { }

    public override Tensor forward(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var result = tensor;
        foreach (var module in _modules)
        {
            result = module.call(result);
        }
        return ReferenceEquals(result, tensor) ? tensor.alias().MoveToOuterDisposeScope() : result.MoveToOuterDisposeScope();
    }
}
