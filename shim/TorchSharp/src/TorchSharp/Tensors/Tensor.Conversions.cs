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

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, device, copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Checked(NativeMethods.shim_copy_(this, source, nonBlocking));
        public Tensor set_(Tensor source) => Checked(NativeMethods.shim_set_(this, source));

        public Tensor to_dense() => NativeMethods.shim_to_dense(this);

        /// <summary>The coordinates of a sparse tensor, [sparse dimensions, entries]; an entry may occur twice.</summary>
        public Tensor SparseIndices => NativeMethods.shim_sparse_indices(this);

        /// <summary>The values of a sparse tensor, one for each column of <see cref="SparseIndices"/>.</summary>
        public Tensor SparseValues => NativeMethods.shim_sparse_values(this);
    }
}
