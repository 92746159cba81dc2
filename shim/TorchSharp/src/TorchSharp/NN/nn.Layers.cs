using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Embedding Embedding(
            long num_embeddings,
            long embedding_dims,
            long? padding_idx = null,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            bool sparse = false,
            Device? device = null,
            ScalarType? dtype = null) =>
            new(
                Modules.Embedding.NewTable(num_embeddings, embedding_dims, padding_idx, device, dtype),
                padding_idx,
                max_norm,
                norm_type,
                scale_grad_by_freq,
                sparse);

        /// <summary>Weight and bias start from U(-1/√inputs, 1/√inputs).</summary>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
        {
            // The weight's bound as PyTorch computes it, He's for a leaky ReLU of slope √5: 1/√inputs but for the rounding.
            var gain = Math.Sqrt(2.0 / (1 + Math.Pow(Math.Sqrt(5), 2)));
            var std = gain / Math.Sqrt(inputSize);
            var weight = LayerParameters.Uniform([outputSize, inputSize], Math.Sqrt(3.0) * std, device, dtype);
            var bias = hasBias ? LayerParameters.Uniform([outputSize], 1 / Math.Sqrt(inputSize), device, dtype) : null;
            return new(weight, bias);
        }

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        public static Sigmoid Sigmoid() => new();
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        public static BCEWithLogitsLoss BCEWithLogitsLoss(
            Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
            new(weight, reduction, pos_weights);
    }
}
