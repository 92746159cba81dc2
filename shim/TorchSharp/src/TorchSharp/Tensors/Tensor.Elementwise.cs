using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => NativeMethods.shim_abs(this);
        public Tensor exp() => NativeMethods.shim_exp(this);
        public Tensor log() => NativeMethods.shim_log(this);
        public Tensor relu() => NativeMethods.shim_relu(this);
        public Tensor round(long decimals = 0) => NativeMethods.shim_round(this, decimals);
        public Tensor sigmoid() => NativeMethods.shim_sigmoid(this);
        public Tensor sigmoid_() => Checked(NativeMethods.shim_sigmoid_(this));
        public Tensor sqrt() => NativeMethods.shim_sqrt(this);
        public Tensor tanh() => NativeMethods.shim_tanh(this);
        public Tensor isfinite() => NativeMethods.shim_isfinite(this);
        public Tensor isnan() => NativeMethods.shim_isnan(this);

        public Tensor pow(Scalar exponent) => NativeMethods.shim_pow_scalar(this, exponent.Value);
        public Tensor pow(Tensor exponent) => NativeMethods.shim_pow(this, exponent);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => NativeMethods.shim_clamp(this, Bound(min), Bound(max));
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Checked(NativeMethods.shim_clamp_(this, Bound(min), Bound(max)));

        public Tensor masked_fill(Tensor mask, Scalar value) => NativeMethods.shim_masked_fill(this, mask, value.Value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Checked(NativeMethods.shim_masked_fill_(this, mask, value.Value));

        // An empty span is a null pointer: no bound.
        static ReadOnlySpan<ScalarValue> Bound(Scalar? bound) => bound is null ? default : new[] { bound.Value };
    }
}
