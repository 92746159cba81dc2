using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

/// <summary>The golden batch and models as TorchSharp sees them.</summary>
static class Golden
{
    public static long[] FlatIds { get; } = [.. GoldenModels.Instance.Ids.SelectMany(row => row)];

    public static Tensor Ids() => tensor(FlatIds, [GoldenModels.Instance.Ids.Length, GoldenModels.Instance.SequenceLength]);

    public static Tensor Labels() => tensor(Array.ConvertAll(GoldenModels.Instance.Labels, label => (float)label), [GoldenModels.Instance.Labels.Length]);

    public static RecurrentClassifier Model(string name, bool sparseEmbedding = false)
    {
        // The golden training runs without dropout, so that its numbers do not hang on a generator.
        var model = new RecurrentClassifier(GoldenModels.Instance.Config(name) with { Dropout = 0 }, sparseEmbedding: sparseEmbedding);
        ModelWeights.Restore(model, GoldenModels.Weights(name));
        return model;
    }
}
