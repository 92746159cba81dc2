using System.Diagnostics;
using RnnToolkit.Bundle;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace RnnToolkit.Trainer.Models;

/// <summary>Embedding, then a stack of RNN, LSTM or GRU layers, then a pooling over their outputs, then a linear head.</summary>
/// <remarks>
/// <para>Shapes: B batch, T time steps, E embedding, H hidden, D directions, P pooled, K logits. Seed the generator before the constructor: the
/// layers draw their initial weights in PyTorch's order (embedding, recurrent layers, attention, head), so the same seed gives PyTorch's weights.</para>
/// <para>With <see cref="ModelConfig.MaskPadding"/> the layers read packed sequences and the pooling reads the real steps alone: a text's logits do
/// not depend on how far it is padded. Without, the padding is read like a token, as in the paper.</para>
/// </remarks>
public sealed class RecurrentClassifier : nn.Module<Tensor, Tensor>
{
    // Component names are the checkpoint schema: the exporter looks weights up by them.
    [ComponentName(Name = ParameterNames.EmbeddingModule)]
    readonly Embedding _embedding;

    [ComponentName(Name = ParameterNames.RecurrentModule)]
    readonly nn.Module _rnn;

    [ComponentName(Name = ParameterNames.AttentionModule)]
    readonly Linear? _attention;

    [ComponentName(Name = "dropout")]
    readonly Dropout _dropout;

    [ComponentName(Name = ParameterNames.HeadModule)]
    readonly Linear _head;

    readonly HiddenState? _carried;

    /// <summary>Builds the model with fresh weights on the CPU.</summary>
    /// <param name="config">The architecture; must be valid.</param>
    /// <param name="carryHiddenState">Whether in training a batch starts from the state in which the one before it ended; not with a mask.</param>
    /// <param name="sparseEmbedding">Whether the gradient of the embedding holds only the rows that a batch used.</param>
    public RecurrentClassifier(ModelConfig config, bool carryHiddenState = false, bool sparseEmbedding = false)
        : base(nameof(RecurrentClassifier))
    {
        Config = config;
        _carried = carryHiddenState ? new HiddenState() : null;
        long? paddingRow = config.MaskPadding ? 0 : null; // zeros that are never trained
        _embedding = nn.Embedding(config.VocabularySize, config.EmbeddingSize, padding_idx: paddingRow, sparse: sparseEmbedding);
        var (input, hidden, layers, bidirectional) = (config.EmbeddingSize, config.HiddenSize, config.Layers, config.Bidirectional);
        _rnn = config.Cell switch
        {
            RecurrentCell.Rnn => nn.RNN(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            RecurrentCell.Lstm => nn.LSTM(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            RecurrentCell.Gru => nn.GRU(input, hidden, layers, batchFirst: true, bidirectional: bidirectional),
            _ => throw new UnreachableException(),
        };
        _attention = config.Pooling is Pooling.Attention ? nn.Linear(config.DirectionCount * hidden, 1, hasBias: false) : null;
        _dropout = nn.Dropout(config.Dropout);
        _head = nn.Linear(config.PooledSize, config.OutputCount);
        RegisterComponents();
    }

    /// <summary>The architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>The hidden state that a batch passes to the next in training; null when every batch starts from zero.</summary>
    internal HiddenState? Carried => _carried;

    /// <summary>Maps padded <paramref name="inputIds"/> [B, T] to logits: [B] for two classes, else [B, K].</summary>
    public override Tensor forward(Tensor inputIds)
    {
        using var scope = NewDisposeScope();
        var embedded = DropComponents(_embedding.call(inputIds));                                  // [B, T, E]
        var pooled = Config.MaskPadding ? Pooled(embedded, inputIds) : LastLayer(Recur(embedded)); // [B, P]
        var logits = _head.call(_dropout.call(pooled));                                            // [B, K]
        return (Config.OutputCount == 1 ? logits.squeeze(1) : logits).MoveToOuterDisposeScope();
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

    /// <summary>Drops components of the embedding, the same ones for all tokens of a text (Gal and Ghahramani 2016).</summary>
    Tensor DropComponents(Tensor embedded) => training && Config.EmbeddingDropout > 0
        ? embedded * nn.functional.dropout(ones([embedded.shape[0], 1, embedded.shape[2]], device: embedded.device), Config.EmbeddingDropout)
        : embedded;

    /// <summary>Runs the layers over the real tokens of each text and pools their outputs [B, P].</summary>
    Tensor Pooled(Tensor embedded, Tensor inputIds)
    {
        var counts = inputIds.ne(0).sum(1); // [B]
        var lengths = counts.max(ones([counts.shape[0]], ScalarType.Int64, counts.device)); // a text without tokens is one step of padding
        var packed = pack_padded_sequence(embedded, lengths.cpu(), batch_first: true, enforce_sorted: false);
        var (packedOutputs, final) = Recur(packed);
        if (Config.Pooling is Pooling.Last)
        {
            return LastLayer(final);
        }

        var (outputs, _) = pad_packed_sequence(packedOutputs, batch_first: true);                                     // [B, T', D*H], T' the longest
        var isPadding = arange(outputs.shape[1], device: outputs.device).unsqueeze(0).ge(lengths.unsqueeze(1)).unsqueeze(2); // [B, T', 1]
        return Config.Pooling switch
        {
            Pooling.Mean => Mean(),
            Pooling.Max => Max(),
            Pooling.MeanMax => cat([Mean(), Max()], 1),
            Pooling.Attention => Attention(),
            _ => throw new UnreachableException(),
        };

        Tensor Mean() => outputs.sum(1) / lengths.unsqueeze(1); // the padding is zeros
        Tensor Max() => outputs.masked_fill(isPadding, float.NegativeInfinity).max(1).values;

        Tensor Attention()
        {
            var scores = _attention!.call(outputs).masked_fill(isPadding, float.NegativeInfinity); // [B, T', 1]
            return (nn.functional.softmax(scores, 1) * outputs).sum(1);
        }
    }

    /// <summary>The last layer's part of h_n [layers*D, B, H], where the backward direction comes after the forward one.</summary>
    Tensor LastLayer(Tensor final) => Config.Bidirectional ? cat([final.select(0, -2), final.select(0, -1)], 1) : final.select(0, -1);

    /// <summary>The outputs of the last layer, and the state in which each layer and direction ends, PyTorch's h_n [layers*D, B, H].</summary>
    (PackedSequence Outputs, Tensor Final) Recur(PackedSequence embedded)
    {
        switch (_rnn)
        {
            case LSTM lstm:
                {
                    var (outputs, h, _) = lstm.call(embedded);
                    return (outputs, h);
                }

            case GRU gru:
                return gru.call(embedded);
            case RNN rnn:
                return rnn.call(embedded);
            default:
                throw new UnreachableException();
        }
    }

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
