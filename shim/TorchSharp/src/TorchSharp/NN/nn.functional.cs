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

            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                NativeMethods.shim_cross_entropy(input, target, weight, ignore_index, (long)reduction, label_smoothing);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                {
                    return NativeMethods.shim_dropout(input, p, training);
                }
                NativeMethods.Check(NativeMethods.shim_dropout_(input, p, training));
                return input.alias(); // another object: disposing the result leaves the argument alone
            }

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => NativeMethods.shim_linear(input, weights, bias);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                NativeMethods.shim_softmax(input, dim, (int?)dtype ?? -1); // -1: the input's
        }
    }
}
