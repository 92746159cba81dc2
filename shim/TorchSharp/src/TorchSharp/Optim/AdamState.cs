using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam remembers of a parameter: the running averages of its gradient and of the gradient's square.</summary>
sealed class AdamState : IDisposable
{
    readonly Parameter _parameter;

    public AdamState(Parameter parameter, bool amsgrad)
    {
        _parameter = parameter;
        ExpAvg = Zeros();
        ExpAvgSq = Zeros();
        MaxExpAvgSq = amsgrad ? Zeros() : null;
    }

    public long Step { get; set; }
    public Tensor ExpAvg { get; }
    public Tensor ExpAvgSq { get; }
    public Tensor? MaxExpAvgSq { get; private set; }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Step);
        ExpAvg.Save(writer);
        ExpAvgSq.Save(writer);
        writer.Write(MaxExpAvgSq is not null);
        MaxExpAvgSq?.Save(writer);
    }

    public void Read(BinaryReader reader)
    {
        Step = reader.ReadInt64();
        ExpAvg.Load(reader);
        ExpAvgSq.Load(reader);
        if (!reader.ReadBoolean())
        {
            MaxExpAvgSq?.Dispose();
            MaxExpAvgSq = null;
            return;
        }
        MaxExpAvgSq ??= Zeros();
        MaxExpAvgSq.Load(reader);
    }

    public void Dispose()
    {
        ExpAvg.Dispose();
        ExpAvgSq.Dispose();
        MaxExpAvgSq?.Dispose();
    }

    // State outlives dispose scopes.
    Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();
}
