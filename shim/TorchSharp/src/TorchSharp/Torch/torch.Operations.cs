using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0)
    {
        var result = NativeMethods.shim_cat(NativeMethods.Handles(tensors), tensors.Length, dim);
        KeepAlive(tensors);
        return result;
    }

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        Tensor[] list = [.. tensors];
        var result = NativeMethods.shim_stack(NativeMethods.Handles(list), list.Length, dim);
        GC.KeepAlive(list);
        return result;
    }

    static void KeepAlive(ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            GC.KeepAlive(tensor);
        }
    }
}
