using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Tensor shim_matmul(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_sum(Tensor self, int dtype);

    [LibraryImport(Library)]
    public static partial Tensor shim_sum_dim(Tensor self, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);

    [LibraryImport(Library)] public static partial Tensor shim_mean(Tensor self);

    [LibraryImport(Library)]
    public static partial Tensor shim_mean_dim(Tensor self, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);

    [LibraryImport(Library)] public static partial Tensor shim_norm(Tensor self, float p);
    [LibraryImport(Library)] public static partial Tensor shim_max(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_max_other(Tensor self, Tensor other);

    [LibraryImport(Library)]
    public static partial int shim_max_dim(Tensor self, long dim, Flag keepdim, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)] public static partial Tensor shim_softmax(Tensor self, long dim, int dtype);
}
