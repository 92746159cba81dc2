using RnnToolkit.Bundle;

namespace RnnToolkit.TestSupport;

/// <summary>
/// Logits of tiny bidirectional classifiers in PyTorch 1.13.1, in double precision: <c>fc(torch.cat([h_n[-2], h_n[-1]], 1))</c> with the
/// <c>h_n</c> of nn.RNN, nn.LSTM or nn.GRU. Element i of parameter k is <c>((7 i + 5 k) % 23 - 11) / 10</c>.
/// </summary>
public static class BidirectionalGolden
{
    /// <summary>Two texts of five tokens; the second one is padded on the left.</summary>
    public static long[][] Ids => [[1, 2, 3, 4, 5], [0, 0, 5, 1, 2]];

    /// <summary>Cell, layers and the logits of the two texts, as the member data of a theory.</summary>
    public static IEnumerable<object[]> Logits =>
    [
        [RecurrentCell.Rnn, 1, -0.638911829f, 0.733345406f],
        [RecurrentCell.Rnn, 2, 0.085253361f, 0.514430273f],
        [RecurrentCell.Lstm, 1, -1.003250173f, -0.396666381f],
        [RecurrentCell.Lstm, 2, 0.895624204f, 1.201860116f],
        [RecurrentCell.Gru, 1, -0.246478501f, -0.023576953f],
        [RecurrentCell.Gru, 2, 1.520690037f, 2.027878294f],
    ];

    /// <summary>The architecture.</summary>
    public static ModelConfig Config(RecurrentCell cell, int layers) => new()
    {
        Cell = cell, Layers = layers, Bidirectional = true, VocabularySize = 6, EmbeddingSize = 3, HiddenSize = 2, Dropout = 0,
    };

    /// <summary>Its weights.</summary>
    public static StateDict Weights(ModelConfig config)
    {
        var weights = new StateDict();
        foreach (var (k, (name, shape)) in config.Parameters().Index())
        {
            var values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((((7 * i) + (5 * k)) % 23 - 11) / 10.0);
            }

            weights.Add(new NamedTensor(name, shape, values));
        }

        return weights;
    }
}
