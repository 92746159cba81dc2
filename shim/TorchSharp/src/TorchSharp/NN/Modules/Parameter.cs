using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A leaf tensor that a module registers and an optimizer updates. It shares the memory of the tensor it is made of.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true) : base(Leaf(data, requires_grad)) { }

    static IntPtr Leaf(Tensor data, bool requiresGrad)
    {
        var handle = NativeMethods.shim_leaf(data, requiresGrad);
        return handle != 0 ? handle : throw NativeMethods.LastError();
    }
}
