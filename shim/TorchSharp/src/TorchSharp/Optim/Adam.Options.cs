namespace TorchSharp.Modules;

public partial class Adam
{
    /// <summary>What is null in a group's options comes from the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            (beta1, beta2, eps, weight_decay) = (options.beta1, options.beta2, options.eps, options.weight_decay);
            (amsgrad, maximize) = (options.amsgrad, options.maximize);
        }

        internal void CompleteFrom(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            InitialLearningRate = LearningRate!.Value;
            beta1 ??= defaults.beta1;
            beta2 ??= defaults.beta2;
            eps ??= defaults.eps;
            weight_decay ??= defaults.weight_decay;
            amsgrad ??= defaults.amsgrad;
            maximize ??= defaults.maximize;
            Validated();
        }

        internal Options Validated()
        {
            Require(LearningRate >= 0, "learning rate", LearningRate);
            Require(eps >= 0, "eps", eps);
            Require(beta1 is >= 0 and < 1, "beta1", beta1);
            Require(beta2 is >= 0 and < 1, "beta2", beta2);
            Require(weight_decay >= 0, "weight_decay", weight_decay);
            return this;
        }

        internal static (double, double) BetasOf(OptimizerOptions options) =>
            (((Options)options).beta1!.Value, ((Options)options).beta2!.Value);

        internal static void SetBetas(OptimizerOptions options, (double, double) betas) =>
            (((Options)options).beta1, ((Options)options).beta2) = betas;

        static void Require(bool condition, string name, double? value)
        {
            if (!condition)
            {
                throw new ArgumentException(FormattableString.Invariant($"Invalid {name}: {value}"));
            }
        }
    }
}
