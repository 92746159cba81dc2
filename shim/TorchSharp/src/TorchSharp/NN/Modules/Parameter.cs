using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A leaf tensor that a module registers and an optimizer updates. It shares the memory of the tensor it is made of.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true) : base(Leaf(data, requires_grad)) { }

    Parameter(IntPtr handle) : base(handle) { }

    /// <summary>Another object, with another handle, for one native tensor: values, gradient and flags are shared.</summary>
    internal static Parameter OnTheSameTensorAs(Parameter parameter)
    {
        NativeMethods.Check(NativeMethods.shim_same(parameter, out var handle));
        return new(handle);
    }

    static IntPtr Leaf(Tensor data, bool requiresGrad)
    {
        var handle = NativeMethods.shim_leaf(data, requiresGrad);
        return handle != 0 ? handle : throw NativeMethods.LastError();
    }
}
