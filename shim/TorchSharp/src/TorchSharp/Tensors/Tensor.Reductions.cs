using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        const int SameDtype = -1;

        public Tensor sum(ScalarType? type = null) => NativeMethods.shim_sum(this, (int?)type ?? SameDtype);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.shim_sum_dim(this, dim, dim.Length, keepdim, (int?)type ?? SameDtype);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor mean() => NativeMethods.shim_mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.shim_mean_dim(this, dimensions, dimensions.Length, keepdim, (int?)type ?? SameDtype);

        public Tensor norm(float p = 2f) => NativeMethods.shim_norm(this, p);

        public Tensor max() => NativeMethods.shim_max(this);
        public Tensor max(Tensor other) => NativeMethods.shim_max_other(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            NativeMethods.Check(NativeMethods.shim_max_dim(this, dim, keepdim, out var values, out var indexes));
            return (new Tensor(values), new Tensor(indexes));
        }

        public Tensor matmul(Tensor target) => NativeMethods.shim_matmul(this, target);
    }
}
