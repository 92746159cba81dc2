using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor alias() => NativeMethods.shim_alias(this);
        public Tensor clone() => NativeMethods.shim_clone(this);
        public Tensor contiguous() => NativeMethods.shim_contiguous(this);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            device = InitializeDevice(device);
            var result = NativeMethods.shim_to(this, (int)type, (int)device.type, device.index, copy, non_blocking);
            if (disposeAfter)
            {
                Dispose();
            }
            return result;
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, device, copy, disposeAfter, non_blocking);

        public Tensor cpu() => to(CPU);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Checked(NativeMethods.shim_copy_(this, source, nonBlocking));

        public Tensor to_dense() => NativeMethods.shim_to_dense(this);

        /// <summary>The coordinates of a sparse tensor, [sparse dimensions, entries]; an entry may occur twice.</summary>
        public Tensor SparseIndices => NativeMethods.shim_sparse_indices(this);

        /// <summary>The values of a sparse tensor, one for each column of <see cref="SparseIndices"/>.</summary>
        public Tensor SparseValues => NativeMethods.shim_sparse_values(this);
    }
}
