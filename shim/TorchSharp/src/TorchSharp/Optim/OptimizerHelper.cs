using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers do alike: groups, state by parameter, and reading and writing both.</summary>
public abstract partial class OptimizerHelper : optim.Optimizer
{
    readonly Dictionary<Parameter, OptimizerState> _state = new(ReferenceEqualityComparer.Instance);

    protected OptimizerOptions _defaults = new();

    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public override void add_param_group(ParamGroup param_group)
    {
        // Enumerated once: a query over modules would be run again at every step.
        param_group.Parameters = [.. param_group.Parameters];
        Complete(param_group);
        _groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            var state = NewState(parameter);
            state.Initialize(param_group.Options!);
            if (!_state.TryAdd(parameter, state))
            {
                throw new ArgumentException("A parameter may be in one group only, and once.", nameof(param_group));
            }
        }
    }

    /// <summary>Moves the state to where the parameters are.</summary>
    public void to(Device device)
    {
        foreach (var state in _state.Values)
        {
            state.to(device);
        }
    }

    /// <summary>Evaluates the loss, if asked, then runs <paramref name="body"/> on each group without recording gradients.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recording = enable_grad();
            loss = loss_closure();
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _groups)
        {
            body((T)group);
        }
        return loss;
    }

    /// <summary>Gives a group the options it lacks.</summary>
    private protected abstract void Complete(ParamGroup group);

    private protected abstract OptimizerState NewState(Parameter parameter);

    private protected OptimizerState StateOf(Parameter parameter) => _state[parameter];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var state in _state.Values.OfType<IDisposable>())
            {
                state.Dispose();
            }
            _state.Clear();
        }
        base.Dispose(disposing);
    }
}
