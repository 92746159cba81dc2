using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all optimizers do alike.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private protected OptimizerHelper() { }

    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            using var gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>The optimizer's name, the numbers of groups and parameters, then options and state in order.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        WriteState(writer);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        }
        ReadState(reader);
    }

    private protected abstract void WriteState(BinaryWriter writer);

    private protected abstract void ReadState(BinaryReader reader);
}
