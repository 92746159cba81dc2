using RnnToolkit.Bundle;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>The hidden state [layers*D, B, H] that one batch passes to the next, detached from the graph of the batch that computed it.</summary>
/// <remarks>A separate class, because a tensor in a field of the module would be registered as a buffer and saved in the checkpoint.</remarks>
sealed class HiddenState : IDisposable
{
    const string HiddenName = "hidden";
    const string CellName = "cell";

    Tensor? _hidden;
    Tensor? _cell; // LSTM alone has one

    /// <summary>The state for a batch, or nulls when there is none for so many texts; the batch then starts from zero.</summary>
    public (Tensor? Hidden, Tensor? Cell) For(long batchSize) => _hidden?.shape[1] == batchSize ? (_hidden, _cell) : default;

    /// <summary>Keeps the state after a batch.</summary>
    public void Keep(Tensor hidden, Tensor? cell)
    {
        Reset();
        _hidden = hidden.detach().DetachFromDisposeScope();
        _cell = cell?.detach().DetachFromDisposeScope();
    }

    /// <summary>Writes the state to a new file.</summary>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        SafetensorsFile.Write(
            stream, [.. Tensors().Select(state => new NamedTensor(state.Name, state.Value.shape, ModelWeights.ToArray(state.Value)))]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">The file is missing or damaged, or comes from another model.</exception>
    public void Load(string path, ModelConfig config, int batchSize, Device device)
    {
        var state = ResumeFile.Read(path);
        Reset();
        _hidden = Read(HiddenName);
        _cell = config.Cell is RecurrentCell.Lstm ? Read(CellName) : null;

        Tensor Read(string name)
        {
            long[] shape = [config.Layers * config.DirectionCount, batchSize, config.HiddenSize];
            return tensor(state.Values(path, name, shape), shape, device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>Forgets the state.</summary>
    public void Reset()
    {
        _hidden?.Dispose();
        _cell?.Dispose();
        (_hidden, _cell) = (null, null);
    }

    IEnumerable<(string Name, Tensor Value)> Tensors() =>
        new[] { (HiddenName, _hidden), (CellName, _cell) }.Where(state => state.Item2 is not null).Select(state => (state.Item1, state.Item2!));

    /// <inheritdoc/>
    public void Dispose() => Reset();
}
