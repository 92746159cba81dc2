using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Tensor shim_matmul(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_mm(Tensor self, Tensor other);
    [LibraryImport(Library)] public static partial Tensor shim_sum(Tensor self, int dtype);

    [LibraryImport(Library)]
    public static partial Tensor shim_sum_dim(Tensor self, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);

    [LibraryImport(Library)] public static partial Tensor shim_mean(Tensor self);

    [LibraryImport(Library)]
    public static partial Tensor shim_mean_dim(Tensor self, ReadOnlySpan<long> dims, int count, Flag keepdim, int dtype);

    [LibraryImport(Library)] public static partial Tensor shim_norm(Tensor self, float p);
    [LibraryImport(Library)] public static partial Tensor shim_norm_dim(Tensor self, long dim, Flag keepdim, float p);
    [LibraryImport(Library)] public static partial Tensor shim_all(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_all_dim(Tensor self, long dim, Flag keepdim);
    [LibraryImport(Library)] public static partial Tensor shim_any(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_any_dim(Tensor self, long dim, Flag keepdim);
    [LibraryImport(Library)] public static partial Tensor shim_max(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_max_other(Tensor self, Tensor other);

    [LibraryImport(Library)]
    public static partial int shim_max_dim(Tensor self, long dim, Flag keepdim, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)] public static partial Tensor shim_argmax(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_argmax_dim(Tensor self, long dim, Flag keepdim);
    [LibraryImport(Library)] public static partial Tensor shim_min(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_min_other(Tensor self, Tensor other);

    [LibraryImport(Library)]
    public static partial int shim_min_dim(Tensor self, long dim, Flag keepdim, out IntPtr values, out IntPtr indices);

    [LibraryImport(Library)] public static partial Tensor shim_argmin(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_argmin_dim(Tensor self, long dim, Flag keepdim);
    [LibraryImport(Library)] public static partial int shim_equal(Tensor self, Tensor other, out Flag result);

    [LibraryImport(Library)]
    public static partial int shim_allclose(Tensor self, Tensor other, double rtol, double atol, Flag equalNan, out Flag result);
}
