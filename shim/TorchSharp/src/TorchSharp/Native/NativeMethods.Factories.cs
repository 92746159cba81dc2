using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Tensor shim_empty(ReadOnlySpan<long> sizes, int count, TensorLayout layout);
    [LibraryImport(Library)] public static partial Tensor shim_zeros(ReadOnlySpan<long> sizes, int count, TensorLayout layout);
    [LibraryImport(Library)] public static partial Tensor shim_ones(ReadOnlySpan<long> sizes, int count, TensorLayout layout);

    [LibraryImport(Library)]
    public static partial Tensor shim_full(ReadOnlySpan<long> sizes, int count, ScalarValue value, TensorLayout layout);

    [LibraryImport(Library)]
    public static partial Tensor shim_rand(ReadOnlySpan<long> sizes, int count, Generator? generator, TensorLayout layout);

    [LibraryImport(Library)]
    public static partial Tensor shim_randn(ReadOnlySpan<long> sizes, int count, Generator? generator, TensorLayout layout);

    [LibraryImport(Library)] public static partial Tensor shim_randperm(long n, Generator? generator, TensorLayout layout);

    [LibraryImport(Library)]
    public static partial Tensor shim_arange(ScalarValue start, ScalarValue stop, ScalarValue step, TensorLayout layout);

    [LibraryImport(Library)]
    public static partial Tensor shim_from_data(ReadOnlySpan<byte> data, long bytes, int dtype, ReadOnlySpan<long> sizes, int count, TensorLayout layout);
}
