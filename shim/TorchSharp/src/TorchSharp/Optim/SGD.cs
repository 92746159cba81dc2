using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum if asked; takes sparse gradients without it.</summary>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    public SGD(
        IEnumerable<Parameter> parameters,
        double lr,
        double momentum = 0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    public SGD(
        IEnumerable<ParamGroup> parameters,
        double lr,
        double momentum = 0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
    {
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        }.Validated();
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    public override Tensor? step(Func<Tensor>? closure = null) =>
        _step<ParamGroup>(
            group =>
            {
                foreach (var parameter in group.Parameters)
                {
                    Update(parameter, (State)StateOf(parameter), group.Options!);
                }
            },
            closure);

    static void Update(Parameter parameter, State state, Options options)
    {
        if (parameter.grad is not { } gradient)
        {
            return;
        }
        if (options.weight_decay is { } decay and not 0)
        {
            gradient = gradient.add(parameter, decay);
        }
        if (options.momentum is { } momentum and not 0)
        {
            state.Accumulate(gradient, momentum, options.dampening!.Value);
            gradient = options.nesterov == true ? gradient.add(state.momentum_buffer!, momentum) : state.momentum_buffer!;
        }
        var lr = options.LearningRate!.Value;
        parameter.add_(gradient, options.maximize == true ? lr : -lr);
    }

    private protected override void Complete(Modules.ParamGroup group)
    {
        group.Options ??= new Options();
        ((Options)group.Options).CompleteFrom((Options)_defaults);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public class ParamGroup : ParamGroup<Options>, optim.IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public double Momentum
        {
            get => Options!.momentum!.Value;
            set => Options!.momentum = value;
        }
    }
}
