using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that are updated with the same options.</summary>
public class ParamGroup : ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public OptimizerOptions? Options { get; set; }

    public double LearningRate
    {
        get => GivenOptions.LearningRate ?? GivenOptions.InitialLearningRate;
        set => GivenOptions.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => GivenOptions.InitialLearningRate;
        set => GivenOptions.InitialLearningRate = value;
    }

    OptimizerOptions GivenOptions => Options ?? throw new InvalidOperationException("The group has no options yet; an optimizer it is added to sets them.");
}

/// <summary>A group with the options of one optimizer.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null) => (Parameters, base.Options) = (parameters, options);

    public new TOptions? Options
    {
        get => (TOptions?)base.Options;
        set => base.Options = value;
    }
}
