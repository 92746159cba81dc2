using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp
{
    /// <summary>A module that measures how far an output is from its target.</summary>
    public abstract class Loss<T1, T2, TResult> : Module<T1, T2, TResult>
    {
        public Loss(Reduction reduction = Reduction.Mean) : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

        public Reduction reduction { get; }
    }

    /// <summary>A loss with a weight for each element.</summary>
    public abstract class WeightedLoss<T1, T2, TResult> : Loss<T1, T2, TResult>
    {
        public WeightedLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(reduction) => this.weight = weight;

        public Tensor? weight { get; }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Binary cross entropy of probabilities.</summary>
    public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) : base(weight, reduction) { }

        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }

    /// <summary>Binary cross entropy of logits, the sigmoid folded in.</summary>
    public sealed class BCEWithLogitsLoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
            : base(weight, reduction) =>
            this.pos_weights = pos_weights;

        public Tensor? pos_weights { get; }

        public override Tensor forward(Tensor input, Tensor target) =>
            functional.binary_cross_entropy_with_logits(input, target, weight, reduction, pos_weights);
    }
}
