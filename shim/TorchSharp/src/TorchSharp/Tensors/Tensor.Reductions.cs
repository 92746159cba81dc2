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

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);

        public Tensor mean() => NativeMethods.shim_mean(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            NativeMethods.shim_mean_dim(this, dimensions, dimensions.Length, keepdim, (int?)type ?? SameDtype);

        public Tensor norm(float p = 2f) => NativeMethods.shim_norm(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => NativeMethods.shim_norm_dim(this, dim, keepdim, p);

        public Tensor all() => NativeMethods.shim_all(this);
        public Tensor all(long dim, bool keepdim = false) => NativeMethods.shim_all_dim(this, dim, keepdim);
        public Tensor any() => NativeMethods.shim_any(this);
        public Tensor any(long dim, bool keepdim = false) => NativeMethods.shim_any_dim(this, dim, keepdim);

        public Tensor max() => NativeMethods.shim_max(this);
        public Tensor max(Tensor other) => NativeMethods.shim_max_other(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            NativeMethods.Check(NativeMethods.shim_max_dim(this, dim, keepdim, out var values, out var indexes));
            return (new Tensor(values), new Tensor(indexes));
        }

        public Tensor min() => NativeMethods.shim_min(this);
        public Tensor min(Tensor other) => NativeMethods.shim_min_other(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            NativeMethods.Check(NativeMethods.shim_min_dim(this, dim, keepdim, out var values, out var indexes));
            return (new Tensor(values), new Tensor(indexes));
        }

        public Tensor argmax() => NativeMethods.shim_argmax(this);
        public Tensor argmax(long dim, bool keepdim = false) => NativeMethods.shim_argmax_dim(this, dim, keepdim);
        public Tensor argmin() => NativeMethods.shim_argmin(this);
        public Tensor argmin(long dim, bool keepdim = false) => NativeMethods.shim_argmin_dim(this, dim, keepdim);

        public Tensor matmul(Tensor target) => NativeMethods.shim_matmul(this, target);
        public Tensor mm(Tensor target) => NativeMethods.shim_mm(this, target);
    }
}
