namespace TorchSharp.Modules;

/// <summary>The settings of one of Adam's parameter groups.</summary>
sealed record AdamOptions(double Beta1, double Beta2, double Eps, double WeightDecay, bool Amsgrad, bool Maximize)
{
    public double InitialLearningRate { get; set; }
    public double LearningRate { get; set; }

    public static AdamOptions Of(
        double learningRate, double beta1, double beta2, double eps, double weightDecay, bool amsgrad, bool maximize)
    {
        Require(learningRate >= 0, "learning rate", learningRate);
        Require(eps >= 0, "eps", eps);
        Require(beta1 is >= 0 and < 1, "beta1", beta1);
        Require(beta2 is >= 0 and < 1, "beta2", beta2);
        Require(weightDecay >= 0, "weight_decay", weightDecay);
        return new(beta1, beta2, eps, weightDecay, amsgrad, maximize) { InitialLearningRate = learningRate, LearningRate = learningRate };
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate);
        writer.Write(Beta1);
        writer.Write(Beta2);
        writer.Write(Eps);
        writer.Write(WeightDecay);
        writer.Write(Amsgrad);
        writer.Write(Maximize);
    }

    public static AdamOptions Read(BinaryReader reader)
    {
        var (initialLearningRate, learningRate) = (reader.ReadDouble(), reader.ReadDouble());
        return new(
            reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean(), reader.ReadBoolean())
        {
            InitialLearningRate = initialLearningRate,
            LearningRate = learningRate,
        };
    }

    static void Require(bool condition, string name, double value)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"Invalid {name}: {value}"));
        }
    }
}
