using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial Tensor shim_binary_cross_entropy(
        Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long reduction);

    [LibraryImport(Library)]
    public static partial Tensor shim_binary_cross_entropy_with_logits(
        Tensor input,
        Tensor target,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? posWeight,
        long reduction);

    [LibraryImport(Library)]
    public static partial Tensor shim_cross_entropy(
        Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long ignoreIndex, long reduction,
        double labelSmoothing);

    [LibraryImport(Library)]
    public static partial int shim_clip_grad_norm_(ReadOnlySpan<IntPtr> parameters, int count, double maxNorm, double normType, out double totalNorm);
}
