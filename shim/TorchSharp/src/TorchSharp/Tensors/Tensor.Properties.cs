using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public ScalarType dtype => (ScalarType)NativeMethods.shim_dtype(this);
        public Device device => new((DeviceType)NativeMethods.shim_device_type(this), NativeMethods.shim_device_index(this));

        public long ndim => NativeMethods.shim_dim(this);
        public long numel() => NativeMethods.shim_numel(this);
        public long ElementSize => NativeMethods.shim_element_size(this);

        public bool is_cpu() => device.type == DeviceType.CPU;
        public bool is_sparse => NativeMethods.shim_is_sparse(this);
        public bool is_contiguous() => NativeMethods.shim_is_contiguous(this);

        public long[] shape
        {
            get
            {
                var sizes = new long[ndim];
                NativeMethods.shim_sizes(this, sizes);
                return sizes;
            }
        }

        public long size(int dim)
        {
            var sizes = shape;
            var index = dim < 0 ? dim + sizes.Length : dim;
            return (uint)index < (uint)sizes.Length
                ? sizes[index]
                : throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {sizes.Length} dimensions.");
        }

        internal long[] Strides
        {
            get
            {
                var strides = new long[ndim];
                NativeMethods.Check(NativeMethods.shim_strides(this, strides));
                return strides;
            }
        }

        /// <summary>Type, shape and place; not the values.</summary>
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
