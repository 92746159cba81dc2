using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => NativeMethods.shim_eq(this, target);
        public Tensor eq(Scalar target) => NativeMethods.shim_eq_scalar(this, target.Value);
        public Tensor ne(Tensor target) => NativeMethods.shim_ne(this, target);
        public Tensor ne(Scalar target) => NativeMethods.shim_ne_scalar(this, target.Value);
        public Tensor gt(Tensor target) => NativeMethods.shim_gt(this, target);
        public Tensor gt(Scalar target) => NativeMethods.shim_gt_scalar(this, target.Value);
        public Tensor ge(Tensor target) => NativeMethods.shim_ge(this, target);
        public Tensor ge(Scalar target) => NativeMethods.shim_ge_scalar(this, target.Value);
        public Tensor lt(Tensor target) => NativeMethods.shim_lt(this, target);
        public Tensor lt(Scalar target) => NativeMethods.shim_lt_scalar(this, target.Value);
        public Tensor le(Tensor target) => NativeMethods.shim_le(this, target);
        public Tensor le(Scalar target) => NativeMethods.shim_le_scalar(this, target.Value);

        // Element by element, as upstream: whether two objects are one is asked with ReferenceEquals or `is null`.
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);
        public override int GetHashCode() => base.GetHashCode();

        /// <summary>One bool: same shape and same values.</summary>
        public Tensor equal(Tensor target)
        {
            NativeMethods.Check(NativeMethods.shim_equal(this, target, out var result));
            return tensor((bool)result);
        }

        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false)
        {
            NativeMethods.Check(NativeMethods.shim_allclose(this, target, rtol, atol, equal_nan, out var result));
            return result;
        }
    }
}
