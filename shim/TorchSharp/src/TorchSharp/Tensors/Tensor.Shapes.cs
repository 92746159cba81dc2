using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor view(params long[] shape) => NativeMethods.shim_view(this, shape, shape.Length);
        public Tensor reshape(params long[] shape) => NativeMethods.shim_reshape(this, shape, shape.Length);

        public Tensor squeeze(long? dim = null) =>
            dim is { } d ? NativeMethods.shim_squeeze_dim(this, d) : NativeMethods.shim_squeeze(this);

        public Tensor unsqueeze(long dim) => NativeMethods.shim_unsqueeze(this, dim);
        public Tensor transpose(long dim0, long dim1) => NativeMethods.shim_transpose(this, dim0, dim1);
        public Tensor select(long dim, long index) => NativeMethods.shim_select(this, dim, index);
        public Tensor narrow(long dim, long start, long length) => NativeMethods.shim_narrow(this, dim, start, length);
        public Tensor index_select(long dim, Tensor index) => NativeMethods.shim_index_select(this, dim, index);

        public Tensor masked_fill(Tensor mask, Scalar value) => NativeMethods.shim_masked_fill(this, mask, value.Value);

        /// <summary>A view of one row; setting copies into it.</summary>
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set
            {
                using var row = select(0, i1);
                row.copy_(value);
            }
        }
    }
}
