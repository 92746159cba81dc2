using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)]
    public static partial Tensor shim_embedding(Tensor weight, Tensor indices, long paddingIdx, Flag scaleGradByFreq, Flag sparse);

    [LibraryImport(Library)]
    public static partial int shim_embedding_renorm_(Tensor weight, Tensor indices, double maxNorm, double normType);

    [LibraryImport(Library)]
    public static partial Tensor shim_linear(Tensor input, Tensor weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias);

    [LibraryImport(Library)] public static partial Tensor shim_dropout(Tensor input, double p, Flag training);
    [LibraryImport(Library)] public static partial int shim_dropout_(Tensor input, double p, Flag training);

    [LibraryImport(Library)]
    public static partial int shim_recurrent(
        Tensor input, ReadOnlySpan<IntPtr> states, int stateCount, ReadOnlySpan<IntPtr> weights, int weightCount, in RecurrentOptions options, Span<IntPtr> outputs);
}
