using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba, 2014), L2 penalty on the gradient.</summary>
public partial class Adam : OptimizerHelper, optim.IBetas
{
    public Adam(
        IEnumerable<Parameter> parameters,
        double lr = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1E-08,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    public Adam(
        IEnumerable<ParamGroup> parameters,
        double lr = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1E-08,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
    {
        _defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        }.Validated();
        foreach (var group in parameters)
        {
            add_param_group(group);
        }
    }

    public (double, double) Betas
    {
        get => Options.BetasOf(_defaults);
        set => Options.SetBetas(_defaults, value);
    }

    public override Tensor? step(Func<Tensor>? closure = null) =>
        _step<ParamGroup>(
            group =>
            {
                var update = new AdamUpdate(group.Options!, decoupled: false);
                foreach (var parameter in group.Parameters)
                {
                    update.Apply(parameter, (State)StateOf(parameter));
                }
            },
            closure);

    private protected override void Complete(Modules.ParamGroup group)
    {
        group.Options ??= new Options();
        ((Options)group.Options).CompleteFrom((Options)_defaults);
    }

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public class ParamGroup : ParamGroup<Options>, optim.IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 0.001,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1E-08,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                    amsgrad = amsgrad,
                    maximize = maximize,
                })
        {
        }

        public (double, double) Betas
        {
            get => Modules.Adam.Options.BetasOf(Options!);
            set => Modules.Adam.Options.SetBetas(Options!, value);
        }
    }
}
