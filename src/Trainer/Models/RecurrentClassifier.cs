using System.Diagnostics;
using RnnToolkit.Bundle;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>Embedding, then a stack of RNN, LSTM or GRU layers, then a linear head on each direction's final state.</summary>
/// <remarks>
/// Shapes: B batch, T time steps, E embedding, H hidden, D directions. Seed the generator before the constructor: the layers
/// draw their initial weights in PyTorch's order (embedding, recurrent layers, head), so the same seed gives PyTorch's weights.
/// </remarks>
public sealed class RecurrentClassifier : nn.Module<Tensor, Tensor>
{
    // Component names are the checkpoint schema: the exporter looks weights up by them.
    [ComponentName(Name = ParameterNames.EmbeddingModule)]
    readonly Embedding _embedding;

    [ComponentName(Name = ParameterNames.RecurrentModule)]
    readonly nn.Module _rnn;

    [ComponentName(Name = "dropout")]
    readonly Dropout _dropout;

    [ComponentName(Name = ParameterNames.HeadModule)]
    readonly Linear _head;

    readonly HiddenState? _carried;

    /// <summary>Builds the model with fresh weights on the CPU.</summary>
    /// <param name="config">The architecture; must be valid.</param>
    /// <param name="carryHiddenState">Whether in training a batch starts from the state in which the one before it ended.</param>
    /// <param name="sparseEmbedding">Whether the gradient of the embedding holds only the rows that a batch used.</param>
    public RecurrentClassifier(ModelConfig config, bool carryHiddenState = false, bool sparseEmbedding = false)
        : base(nameof(RecurrentClassifier))
    {
        Config = config;
        _carried = carryHiddenState ? new HiddenState() : null;
        _embedding = nn.Embedding(config.VocabularySize, config.EmbeddingSize, sparse: sparseEmbedding);
        var (input, hidden, layers, bidirectional) = (config.EmbeddingSize, config.HiddenSize, config.Layers, config.Bidirectional);
        _rnn = config.Cell switch
        {
            RecurrentCell.Rnn => nn.RNN(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            RecurrentCell.Lstm => nn.LSTM(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            RecurrentCell.Gru => nn.GRU(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            _ => throw new UnreachableException(),
        };
        _dropout = nn.Dropout(config.Dropout);
        _head = nn.Linear(config.DirectionCount * hidden, 1);
        RegisterComponents();
    }

    /// <summary>The architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>The hidden state that a batch passes to the next in training; null when every batch starts from zero.</summary>
    internal HiddenState? Carried => _carried;

    /// <summary>Maps left-padded <paramref name="inputIds"/> [B, T] to logits [B].</summary>
    public override Tensor forward(Tensor inputIds)
    {
        using var scope = NewDisposeScope();
        var embedded = _embedding.call(inputIds);                  // [B, T, E]
        var final = LastLayer(Recur(embedded));                    // [B, D*H]
        var logits = _head.call(_dropout.call(final)).squeeze(1);  // [B]
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>Forgets the carried hidden state: the next batch starts from zero.</summary>
    public void ResetHiddenState() => _carried?.Reset();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _carried?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The last layer's part of h_n [layers*D, B, H], where the backward direction comes after the forward one.</summary>
    Tensor LastLayer(Tensor final) => Config.Bidirectional ? cat([final.select(0, -2), final.select(0, -1)], 1) : final.select(0, -1);

    /// <summary>The state in which each layer and direction ends, PyTorch's h_n [layers*D, B, H]: backwards that is the first time step.</summary>
    Tensor Recur(Tensor embedded)
    {
        // Evaluation starts from zero, as the exported graph does.
        var carried = training ? _carried : null;
        var (h0, c0) = carried?.For(batchSize: embedded.shape[0]) ?? default; // [layers*D, B, H] or null
        switch (_rnn)
        {
            case LSTM lstm:
                {
                    var (_, h, c) = lstm.call(embedded, h0 is null ? null : (h0, c0!));
                    carried?.Keep(h, c);
                    return h;
                }

            case GRU gru:
                {
                    var (_, h) = gru.call(embedded, h0!);
                    carried?.Keep(h, null);
                    return h;
                }

            case RNN rnn:
                {
                    var (_, h) = rnn.call(embedded, h0);
                    carried?.Keep(h, null);
                    return h;
                }

            default:
                throw new UnreachableException();
        }
    }
}
