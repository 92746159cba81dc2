using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>The hidden state [layers*D, B, H] that one batch hands to the next, cut off from the graph of the batch that made it.</summary>
/// <remarks>A class of its own: a tensor in a field of the module would be registered as a buffer and end up in the checkpoint.</remarks>
sealed class HiddenState : IDisposable
{
    Tensor? _hidden;
    Tensor? _cell; // LSTM alone has one

    /// <summary>The state for a batch, or nulls when there is none for that many texts: then the batch starts from zero.</summary>
    public (Tensor? Hidden, Tensor? Cell) For(long batchSize) => _hidden?.shape[1] == batchSize ? (_hidden, _cell) : default;

    /// <summary>Keeps the state after a batch.</summary>
    public void Keep(Tensor hidden, Tensor? cell)
    {
        Reset();
        _hidden = hidden.detach().DetachFromDisposeScope();
        _cell = cell?.detach().DetachFromDisposeScope();
    }

    /// <summary>Forgets the state.</summary>
    public void Reset()
    {
        _hidden?.Dispose();
        _cell?.Dispose();
        (_hidden, _cell) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();
}
