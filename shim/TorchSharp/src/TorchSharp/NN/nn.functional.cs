using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static class functional
        {
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                NativeMethods.shim_binary_cross_entropy(input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                NativeMethods.shim_binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace
                    ? InPlace(input, NativeMethods.shim_dropout_(input, p, training))
                    : NativeMethods.shim_dropout(input, p, training);

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => NativeMethods.shim_linear(input, weights, bias);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? InPlace(x, NativeMethods.shim_relu_(x)) : x.relu();
            public static Tensor sigmoid(Tensor x) => x.sigmoid();
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? InPlace(x, NativeMethods.shim_sigmoid_(x)) : x.sigmoid();
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? InPlace(x, NativeMethods.shim_tanh_(x)) : x.tanh();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                NativeMethods.shim_softmax(input, dim, (int?)dtype ?? -1);

            // Another object on the same native tensor: disposing the result leaves the argument alone.
            static Tensor InPlace(Tensor input, int status)
            {
                NativeMethods.Check(status);
                return input.alias();
            }
        }
    }
}
