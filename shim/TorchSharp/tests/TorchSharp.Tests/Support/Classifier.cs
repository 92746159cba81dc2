using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Support;

/// <summary>Embedding, recurrent layers, the last time step, dropout, a linear head: the network of the golden numbers.</summary>
sealed class Classifier : Module<Tensor, Tensor>
{
    [ComponentName(Name = "embedding")] readonly Embedding _embedding;
    [ComponentName(Name = "rnn")] readonly Module _rnn;
    [ComponentName(Name = "dropout")] readonly Dropout _dropout;
    [ComponentName(Name = "fc")] readonly Linear _head;

    // name: the cell and the number of layers, as in lstm2.
    public Classifier(string name, long rows, long embeddingSize, long hiddenSize, bool sparse = false, double dropout = 0.5) : base(name)
    {
        var layers = long.Parse(name[^1..], System.Globalization.CultureInfo.InvariantCulture);
        _embedding = Embedding(rows, embeddingSize, sparse: sparse);
        _rnn = name[..^1] switch
        {
            "lstm" => LSTM(embeddingSize, hiddenSize, layers, batchFirst: true),
            "gru" => GRU(embeddingSize, hiddenSize, layers, batchFirst: true),
            _ => RNN(embeddingSize, hiddenSize, layers, batchFirst: true),
        };
        _dropout = Dropout(dropout);
        _head = Linear(hiddenSize, 1);
        RegisterComponents();
    }

    /// <summary>The network that PyTorch built for the golden numbers: seed 700 + layers, layers made in this order.</summary>
    public static Classifier OfGolden(string name, bool sparse = false)
    {
        var golden = Golden.Numbers;
        manual_seed(700 + name[^1] - '0');
        return new Classifier(name, golden.VocabularySize, golden.EmbeddingSize, golden.HiddenSize, sparse);
    }

    /// <summary>A network small enough for a thousand steps.</summary>
    public static Classifier Tiny(string name, bool sparse = false, double dropout = 0.5)
    {
        manual_seed(3);
        return new Classifier(name, rows: 20, embeddingSize: 6, hiddenSize: 4, sparse, dropout);
    }

    /// <summary>Maps ids [B, T] to logits [B].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var embedded = _embedding.call(input); // [B, T, E]
        var output = _rnn switch // [B, T, H]
        {
            LSTM lstm => lstm.call(embedded).Item1,
            GRU gru => gru.call(embedded).Item1,
            RNN rnn => rnn.call(embedded).Item1,
            _ => throw new InvalidOperationException(_rnn.GetName()),
        };
        return _head.call(_dropout.call(output.select(1, -1))).squeeze(1).MoveToOuterDisposeScope();
    }
}
