using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }

    public partial class Tensor
    {
        public Tensor add(Tensor target) => NativeMethods.shim_add(this, target, ScalarValue.One);
        public Tensor add(Tensor target, Scalar alpha) => NativeMethods.shim_add(this, target, alpha.Value);
        public Tensor add(Scalar scalar) => NativeMethods.shim_add_scalar(this, scalar.Value, ScalarValue.One);
        public Tensor add(Scalar scalar, Scalar alpha) => NativeMethods.shim_add_scalar(this, scalar.Value, alpha.Value);
        public Tensor add_(Tensor target) => Checked(NativeMethods.shim_add_(this, target, ScalarValue.One));
        public Tensor add_(Tensor target, Scalar alpha) => Checked(NativeMethods.shim_add_(this, target, alpha.Value));
        public Tensor add_(Scalar scalar) => Checked(NativeMethods.shim_add_scalar_(this, scalar.Value, ScalarValue.One));
        public Tensor add_(Scalar scalar, Scalar alpha) => Checked(NativeMethods.shim_add_scalar_(this, scalar.Value, alpha.Value));

        public Tensor sub(Tensor target) => NativeMethods.shim_sub(this, target, ScalarValue.One);
        public Tensor sub(Scalar target) => NativeMethods.shim_sub_scalar(this, target.Value, ScalarValue.One);
        public Tensor sub_(Tensor target) => Checked(NativeMethods.shim_sub_(this, target, ScalarValue.One));
        public Tensor sub_(Scalar target) => Checked(NativeMethods.shim_sub_scalar_(this, target.Value, ScalarValue.One));

        public Tensor mul(Tensor target) => NativeMethods.shim_mul(this, target);
        public Tensor mul(Scalar target) => NativeMethods.shim_mul_scalar(this, target.Value);
        public Tensor mul_(Tensor target) => Checked(NativeMethods.shim_mul_(this, target));
        public Tensor mul_(Scalar target) => Checked(NativeMethods.shim_mul_scalar_(this, target.Value));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            NativeMethods.shim_div(this, target, (int)rounding_mode);

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            NativeMethods.shim_div_scalar(this, target.Value, (int)rounding_mode);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Checked(NativeMethods.shim_div_(this, target, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Checked(NativeMethods.shim_div_scalar_(this, target.Value, (int)rounding_mode));

        /// <summary>this += value * tensor1 * tensor2</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Checked(NativeMethods.shim_addcmul_(this, tensor1, tensor2, value.Value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) =>
            Checked(NativeMethods.shim_addcdiv_(this, tensor1, tensor2, ScalarValue.One));

        /// <summary>this += value * tensor1 / tensor2</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Checked(NativeMethods.shim_addcdiv_(this, tensor1, tensor2, value.Value));

        public Tensor fill_(Scalar value) => Checked(NativeMethods.shim_fill_(this, value.Value));
        public Tensor zero_() => Checked(NativeMethods.shim_zero_(this));

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator -(Scalar left, Tensor right)
        {
            using var negative = -right;
            return negative.add(left);
        }

        public static Tensor operator -(Tensor tensor) => NativeMethods.shim_neg(tensor);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);

        public static Tensor operator /(Scalar left, Tensor right)
        {
            using var dividend = full_like(right, left);
            return dividend.div(right);
        }
    }
}
