using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that are updated with the same options.</summary>
public class ParamGroup : ILearningRateController
{
    private protected ParamGroup() { }

    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public double LearningRate
    {
        get => Given.LearningRate;
        set => Given.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Given.InitialLearningRate;
        set => Given.InitialLearningRate = value;
    }

    /// <summary>Null until the optimizer that the group is added to gives it its own.</summary>
    internal AdamOptions? Options { get; set; }

    internal AdamOptions Given =>
        Options ?? throw new InvalidOperationException("The group has no options yet; an optimizer it is added to sets them.");
}
