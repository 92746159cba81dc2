using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => NativeMethods.shim_view(this, shape, shape.Length);
        public Tensor reshape(params long[] shape) => NativeMethods.shim_reshape(this, shape, shape.Length);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            NativeMethods.shim_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);
        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);

        public Tensor squeeze(long? dim = null) =>
            dim is { } d ? NativeMethods.shim_squeeze_dim(this, d) : NativeMethods.shim_squeeze(this);

        public Tensor unsqueeze(long dim) => NativeMethods.shim_unsqueeze(this, dim);
        public Tensor transpose(long dim0, long dim1) => NativeMethods.shim_transpose(this, dim0, dim1);
        public Tensor t() => NativeMethods.shim_t(this);
        public Tensor permute(params long[] permutation) => NativeMethods.shim_permute(this, permutation, permutation.Length);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor flip(params long[] dims) => NativeMethods.shim_flip(this, dims, dims.Length);

        public Tensor[] split(long size, int dim = 0)
        {
            if (size <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(size), size, "A part has at least one row.");
            }
            return SplitInto(Parts(this.size(dim), size), dim);
        }

        public Tensor[] split(long[] sizes, long dim = 0) => SplitInto(sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => SplitInto(sizes, dim);
        public Tensor[] split(params long[] sizes) => SplitInto(sizes, 0);

        public Tensor[] chunk(long chunks, long dim = 0)
        {
            if (chunks <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(chunks), chunks, "There is at least one chunk.");
            }
            var length = size((int)dim);
            return SplitInto(Parts(length, Math.Max(1, (length + chunks - 1) / chunks)), dim);
        }

        // Parts of one size, the last one shorter where it must be; a dimension of length 0 is one empty part.
        static long[] Parts(long length, long size)
        {
            var parts = new long[Math.Max(1, (length + size - 1) / size)];
            Array.Fill(parts, size);
            parts[^1] = length - (parts.Length - 1) * size;
            return parts;
        }

        Tensor[] SplitInto(ReadOnlySpan<long> sizes, long dim)
        {
            var handles = new IntPtr[sizes.Length];
            NativeMethods.Check(NativeMethods.shim_split(this, sizes, sizes.Length, dim, handles));
            return Array.ConvertAll(handles, handle => new Tensor(handle));
        }
    }
}
