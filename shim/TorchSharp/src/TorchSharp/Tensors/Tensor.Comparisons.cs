using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Element by element, to bools.
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
    }
}
