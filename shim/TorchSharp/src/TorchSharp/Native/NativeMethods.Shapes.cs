using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

static partial class NativeMethods
{
    [LibraryImport(Library)] public static partial Tensor shim_view(Tensor self, ReadOnlySpan<long> sizes, int count);
    [LibraryImport(Library)] public static partial Tensor shim_reshape(Tensor self, ReadOnlySpan<long> sizes, int count);
    [LibraryImport(Library)] public static partial Tensor shim_squeeze(Tensor self);
    [LibraryImport(Library)] public static partial Tensor shim_squeeze_dim(Tensor self, long dim);
    [LibraryImport(Library)] public static partial Tensor shim_unsqueeze(Tensor self, long dim);
    [LibraryImport(Library)] public static partial Tensor shim_transpose(Tensor self, long dim0, long dim1);
    [LibraryImport(Library)] public static partial Tensor shim_select(Tensor self, long dim, long index);
    [LibraryImport(Library)] public static partial Tensor shim_narrow(Tensor self, long dim, long start, long length);
    [LibraryImport(Library)] public static partial Tensor shim_cat(ReadOnlySpan<IntPtr> tensors, int count, long dim);
    [LibraryImport(Library)] public static partial Tensor shim_stack(ReadOnlySpan<IntPtr> tensors, int count, long dim);

    [LibraryImport(Library)] public static partial Tensor shim_index_select(Tensor self, long dim, Tensor index);
}
