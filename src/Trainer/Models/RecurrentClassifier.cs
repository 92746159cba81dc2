using System.Diagnostics;
using RnnToolkit.Bundle;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>Embedding, then a stack of RNN, LSTM or GRU layers, then a pooling over their outputs, then a linear head.</summary>
/// <remarks>
/// <para>Shapes: B batch, T time steps, E embedding, H hidden, D directions, P pooled, K logits. Seed the generator before the constructor: the
/// layers draw their initial weights in PyTorch's order (embedding, recurrent layers, attention, head), so the same seed gives PyTorch's weights.</para>
/// <para>With <see cref="ModelConfig.MaskPadding"/> layers and pooling read the tokens of a text alone, which padding follows: a text's logits do
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
        _rnn = config is { MaskPadding: true, Bidirectional: true }
            ? new BidirectionalLayers(config)
            : RecurrentLayers.Create(config.Cell, config.EmbeddingSize, config.HiddenSize, config.Layers, config.Bidirectional);
        _attention = config.Pooling is Pooling.Attention ? nn.Linear(config.DirectionCount * config.HiddenSize, 1, hasBias: false) : null;
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
        var pooled = Config.MaskPadding ? Pooled(inputIds) : LastLayer(Recur(Embed(inputIds))); // [B, P]
        var logits = _head.call(_dropout.call(pooled));                                         // [B, K]
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

    /// <summary>Looks the ids up [B, T, E] and drops components in training, the same ones for all tokens of a text (Gal and Ghahramani 2016).</summary>
    Tensor Embed(Tensor inputIds)
    {
        var embedded = _embedding.call(inputIds);
        return training && Config.EmbeddingDropout > 0
            ? embedded * nn.functional.dropout(ones([embedded.shape[0], 1, embedded.shape[2]], device: embedded.device), Config.EmbeddingDropout)
            : embedded;
    }

    /// <summary>Runs the layers over the real tokens of each text and pools their outputs [B, P].</summary>
    Tensor Pooled(Tensor inputIds)
    {
        var device = inputIds.device;

        // A text without tokens is one step of padding.
        var lengths = Array.ConvertAll(inputIds.ne(0).sum(1).cpu().data<long>().ToArray(), count => Math.Max(1, count)); // [B]
        var longest = lengths.Max();
        var embedded = Embed(inputIds.narrow(1, 0, longest)); // [B, T, E]
        var outputs = Outputs(embedded, lengths);             // [B, T, D*H]
        if (Config.Pooling is Pooling.Last)
        {
            long[] last = [.. lengths.Select((length, row) => (row * longest) + length - 1)];
            return outputs.reshape(outputs.shape[0] * longest, outputs.shape[2]).index_select(0, tensor(last, device: device));
        }

        var counts = tensor(lengths, device: device).unsqueeze(1);                                // [B, 1]
        var isPadding = arange(longest, device: device).unsqueeze(0).ge(counts).unsqueeze(2);     // [B, T, 1]
        return Config.Pooling switch
        {
            Pooling.Mean => Mean(),
            Pooling.Max => Max(),
            Pooling.MeanMax => cat([Mean(), Max()], 1),
            Pooling.Attention => Attention(),
            _ => throw new UnreachableException(),
        };

        Tensor Mean() => outputs.masked_fill(isPadding, 0).sum(1) / counts;
        Tensor Max() => outputs.masked_fill(isPadding, float.NegativeInfinity).max(1).values;

        Tensor Attention()
        {
            var scores = _attention!.call(outputs).masked_fill(isPadding, float.NegativeInfinity); // [B, T, 1]
            return (nn.functional.softmax(scores, 1) * outputs).sum(1);
        }
    }

    /// <summary>
    /// The outputs of the last layer [B, T, D*H]. Unless attention weighs steps, the backward half has the steps in the order in which it reads them:
    /// means and maxima do not depend on it, and the last step is the one that has read all.
    /// </summary>
    Tensor Outputs(Tensor embedded, long[] lengths)
    {
        if (_rnn is not BidirectionalLayers layers)
        {
            return RecurrentLayers.Outputs(_rnn, embedded);
        }

        var reversal = tensor(Reversal(lengths, embedded.shape[1]), device: embedded.device);
        var (forwards, backwards) = layers.call(embedded, reversal);
        return cat([forwards, Config.Pooling is Pooling.Attention ? BidirectionalLayers.Reversed(backwards, reversal) : backwards], 2);
    }

    /// <summary>Where each of the B*T steps is when every text is reversed; padding stays where it is.</summary>
    static long[] Reversal(long[] lengths, long longest)
    {
        var places = new long[lengths.Length * longest];
        for (var i = 0; i < places.Length; i++)
        {
            var (row, step) = Math.DivRem(i, longest);
            places[i] = step < lengths[row] ? (row * longest) + lengths[row] - 1 - step : i;
        }

        return places;
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
