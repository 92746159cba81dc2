using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);
    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
    public virtual void to(Device device) { }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        using var scope = NewDisposeScope();
        Replace(ref result, reader.ReadBoolean() ? TensorExtensionMethods.Load(reader).to(device) : null);
    }

    /// <summary>State outlives dispose scopes.</summary>
    private protected static Tensor Kept(Tensor tensor) => tensor.DetachFromDisposeScope();

    private protected static void Replace(ref Tensor? kept, Tensor? value)
    {
        kept?.Dispose();
        kept = value is null ? null : Kept(value.alias());
    }

    private protected static void Move(ref Tensor? kept, Device device)
    {
        using var scope = NewDisposeScope();
        Replace(ref kept, kept?.to(device));
    }

    private protected static bool AllClose(Tensor? left, Tensor? right) =>
        left is null || right is null ? ReferenceEquals(left, right) : left.allclose(right);
}
