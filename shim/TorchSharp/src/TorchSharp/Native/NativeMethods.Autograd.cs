using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Flag shim_requires_grad(Tensor self);
    [LibraryImport(Library)] public static partial int shim_set_requires_grad(Tensor self, Flag requiresGrad);
    [LibraryImport(Library)] public static partial Flag shim_is_leaf(Tensor self);
    [LibraryImport(Library)] public static partial int shim_grad(Tensor self, out IntPtr grad);

    [LibraryImport(Library)]
    public static partial int shim_set_grad(Tensor self, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? grad);

    [LibraryImport(Library)] public static partial Tensor shim_detach(Tensor self);
    [LibraryImport(Library)] public static partial IntPtr shim_leaf(Tensor self, Flag requiresGrad);

    [LibraryImport(Library)]
    public static partial int shim_backward(
        Tensor self, ReadOnlySpan<IntPtr> gradTensors, int gradCount, Flag retainGraph, Flag createGraph, ReadOnlySpan<IntPtr> inputs, int inputCount);

    [LibraryImport(Library)] public static partial Flag shim_grad_mode();
    [LibraryImport(Library)] public static partial void shim_set_grad_mode(Flag enabled);
    [LibraryImport(Library)] public static partial IntPtr shim_inference_mode(Flag enabled);
    [LibraryImport(Library)] public static partial void shim_free_inference_mode(IntPtr guard);
}
