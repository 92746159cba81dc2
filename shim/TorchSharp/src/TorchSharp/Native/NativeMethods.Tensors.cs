using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial void shim_free(IntPtr self);
    [LibraryImport(Library)] public static partial int shim_same(Tensor self, out IntPtr same);
    [LibraryImport(Library)] public static partial Tensor shim_alias(Tensor self);
    [LibraryImport(Library)] public static partial int shim_dtype(Tensor self);
    [LibraryImport(Library)] public static partial long shim_dim(Tensor self);
    [LibraryImport(Library)] public static partial long shim_numel(Tensor self);
    [LibraryImport(Library)] public static partial long shim_element_size(Tensor self);
    [LibraryImport(Library)] public static partial int shim_device_type(Tensor self);
    [LibraryImport(Library)] public static partial int shim_device_index(Tensor self);
    [LibraryImport(Library)] public static partial Flag shim_is_sparse(Tensor self);
    [LibraryImport(Library)] public static partial Flag shim_is_contiguous(Tensor self);
    [LibraryImport(Library)] public static partial void shim_sizes(Tensor self, Span<long> sizes);
    [LibraryImport(Library)] public static partial int shim_strides(Tensor self, Span<long> strides);
    [LibraryImport(Library)] public static partial IntPtr shim_data(Tensor self);
    [LibraryImport(Library)] public static partial int shim_item_double(Tensor self, out double value);
    [LibraryImport(Library)] public static partial int shim_item_int64(Tensor self, out long value);

    [LibraryImport(Library)]
    public static partial Tensor shim_to(Tensor self, int dtype, int deviceType, int deviceIndex, Flag copy, Flag nonBlocking);

    [LibraryImport(Library)] public static partial Tensor shim_contiguous(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_clone(Tensor self);
    [LibraryImport(Library)] public static partial int shim_copy_(Tensor self, Tensor source, Flag nonBlocking);
    [LibraryImport(Library)] public static partial Tensor shim_to_dense(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_sparse_indices(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_sparse_values(Tensor self);
}
