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

        public static Embedding Embedding_from_pretrained(
            Tensor embeddings,
            bool freeze = true,
            long? padding_idx = null,
            double? max_norm = null,
            double norm_type = 2,
            bool scale_grad_by_freq = false,
            bool sparse = false,
            Device? device = null,
            ScalarType? dtype = null)
        {
            using var table = embeddings.to(dtype ?? embeddings.dtype, device ?? embeddings.device);
            return new(LayerParameters.Own(table, requiresGrad: !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
        }

        /// <summary>Weight and bias start from U(-1/√inputs, 1/√inputs).</summary>
        public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
        {
            var weight = LayerParameters.Empty([outputSize, inputSize], device, dtype);
            init.KaimingUniform(weight);
            var bias = hasBias ? LayerParameters.Uniform([outputSize], 1 / Math.Sqrt(Math.Max(1, inputSize)), device, dtype) : null;
            return new(weight, bias);
        }

        public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

        public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        public static Sigmoid Sigmoid() => new(false);
        public static Sigmoid Sigmoid(bool inplace) => new(inplace);
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules);
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);

        public static BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new(weight, reduction);

        public static BCEWithLogitsLoss BCEWithLogitsLoss(
            Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
            new(weight, reduction, pos_weights);
    }
}
