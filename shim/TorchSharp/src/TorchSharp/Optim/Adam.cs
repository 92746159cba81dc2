using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Adam (Kingma and Ba, 2014), L2 penalty on the gradient.</summary>
public partial class Adam : OptimizerHelper
{
    readonly List<ParamGroup> _groups = [];
    readonly OrderedDictionary<Parameter, AdamState> _state = new(ReferenceEqualityComparer.Instance);

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
        var defaults = AdamOptions.Of(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        foreach (var group in parameters)
        {
            Add(group, defaults);
        }
    }

    public override IEnumerable<optim.ILearningRateController> ParamGroups => _groups;

    public override IEnumerable<Parameter> parameters() => _state.Keys;

    /// <summary>Evaluates the loss, if asked, then updates every parameter that has a gradient.</summary>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var recording = enable_grad();
            loss = closure();
        }

        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _groups)
        {
            var update = new AdamUpdate(group.Given);
            foreach (var parameter in group.Parameters)
            {
                update.Apply(parameter, _state[parameter]);
            }
        }
        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var state in _state.Values)
            {
                state.Dispose();
            }
            _state.Clear();
        }
        base.Dispose(disposing);
    }

    void Add(ParamGroup group, AdamOptions defaults)
    {
        // Enumerated once: a query over modules would be run again at every step.
        group.Parameters = [.. group.Parameters];
        group.Options ??= defaults with { };
        _groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            if (!_state.TryAdd(parameter, new AdamState(parameter, group.Options.Amsgrad)))
            {
                throw new ArgumentException("A parameter may be in one group only, and once.", nameof(group));
            }
        }
    }

    private protected override void WriteState(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(_groups.Count);
        writer.Write7BitEncodedInt64(_state.Count);
        _groups.ForEach(group => group.Given.Write(writer));
        foreach (var state in _state.Values)
        {
            state.Write(writer);
        }
    }

    private protected override void ReadState(BinaryReader reader)
    {
        RequireCount(_groups.Count, reader.Read7BitEncodedInt64(), "parameter groups");
        RequireCount(_state.Count, reader.Read7BitEncodedInt64(), "parameters");
        _groups.ForEach(group => group.Options = AdamOptions.Read(reader));
        foreach (var state in _state.Values)
        {
            state.Read(reader);
        }
    }

    static void RequireCount(int expected, long found, string what)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Invalid optimizer state: expected {expected} {what}, found {found}.");
        }
    }
}
