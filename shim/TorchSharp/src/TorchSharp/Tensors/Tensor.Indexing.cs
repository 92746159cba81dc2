using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor select(long dim, long index) => NativeMethods.shim_select(this, dim, index);
        public Tensor narrow(long dim, long start, long length) => NativeMethods.shim_narrow(this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => NativeMethods.shim_slice(this, dim, start, finish, step);

        public Tensor index_select(long dim, Tensor index) => NativeMethods.shim_index_select(this, dim, index);
        public Tensor gather(long dim, Tensor index) => NativeMethods.shim_gather(this, dim, index, false);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Checked(NativeMethods.shim_index_add_(this, dim, index, source, alpha.Value));

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Checked(NativeMethods.shim_index_copy_(this, dim, index, source));

        public Tensor this[long i1]
        {
            get => View([i1]);
            set => Assign([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => View([i1, i2]);
            set => Assign([i1, i2], value);
        }

        /// <summary>Positions, ranges, <c>Colon</c>, <c>Ellipsis</c> and <c>None</c>; reading gives a view, setting copies into it.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => View(indices);
            set => Assign(indices, value);
        }

        Tensor View(ReadOnlySpan<TensorIndex> indices)
        {
            var remaining = 0; // dimensions that the positions still to come name
            foreach (var index in indices)
            {
                remaining += index.NamedDimensions;
            }

            var (view, dim) = (alias(), 0);
            foreach (var index in indices)
            {
                remaining -= index.NamedDimensions;
                var next = index.Apply(view, ref dim, remaining);
                if (!ReferenceEquals(next, view))
                {
                    view.Dispose();
                }
                view = next;
            }
            return view;
        }

        void Assign(ReadOnlySpan<TensorIndex> indices, Tensor value)
        {
            using var view = View(indices);
            view.copy_(value);
        }
    }
}
