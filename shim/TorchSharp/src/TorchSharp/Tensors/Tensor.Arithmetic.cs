using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => NativeMethods.shim_add(this, target);
        public Tensor add(Tensor target, Scalar alpha) => NativeMethods.shim_add_scaled(this, target, alpha.Value);
        public Tensor add(Scalar scalar) => NativeMethods.shim_add_scalar(this, scalar.Value);
        public Tensor add_(Tensor target) => Checked(NativeMethods.shim_add_(this, target));
        public Tensor add_(Tensor target, Scalar alpha) => Checked(NativeMethods.shim_add_scaled_(this, target, alpha.Value));
        public Tensor add_(Scalar scalar) => Checked(NativeMethods.shim_add_scalar_(this, scalar.Value));

        public Tensor sub_(Tensor target) => Checked(NativeMethods.shim_sub_(this, target));
        public Tensor sub_(Scalar target) => Checked(NativeMethods.shim_sub_scalar_(this, target.Value));

        public Tensor mul(Tensor target) => NativeMethods.shim_mul(this, target);
        public Tensor mul(Scalar target) => NativeMethods.shim_mul_scalar(this, target.Value);
        public Tensor mul_(Tensor target) => Checked(NativeMethods.shim_mul_(this, target));
        public Tensor mul_(Scalar target) => Checked(NativeMethods.shim_mul_scalar_(this, target.Value));

        /// <summary>this += value * tensor1 * tensor2</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Checked(NativeMethods.shim_addcmul_(this, tensor1, tensor2, value.Value));

        /// <summary>this += value * tensor1 / tensor2</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Checked(NativeMethods.shim_addcdiv_(this, tensor1, tensor2, value.Value));

        public Tensor fill_(Scalar value) => Checked(NativeMethods.shim_fill_(this, value.Value));
        public Tensor zero_() => Checked(NativeMethods.shim_zero_(this));

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator -(Tensor left, Tensor right) => NativeMethods.shim_sub(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => NativeMethods.shim_sub_scalar(left, right.Value);

        public static Tensor operator -(Scalar left, Tensor right)
        {
            using var negative = NativeMethods.shim_neg(right);
            return negative.add(left);
        }

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator /(Tensor left, Tensor right) => NativeMethods.shim_div(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => NativeMethods.shim_div_scalar(left, right.Value);
    }
}
