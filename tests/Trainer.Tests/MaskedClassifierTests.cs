using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Tests;

/// <summary>Models whose padding is masked, against the equations in float64.</summary>
public class MaskedClassifierTests
{
    // Float32 products of a few small layers.
    const double Tolerance = 1e-5;

    const int Length = 6;

    static readonly int[] s_lengths = [3, 6, 1, 0, 5, 3];

    public static IEnumerable<object[]> Models =>
        from cell in Enum.GetValues<RecurrentCell>()
        from pooling in Enum.GetValues<Pooling>()
        from deep in new[] { false, true }
        select new object[] { cell, pooling, deep };

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_TextsOfAnyLength_GivesTheLogitsOfTheEquations(RecurrentCell cell, Pooling pooling, bool deep)
    {
        var config = Config(cell, pooling, deep);
        var weights = Weights(config);
        using var model = Model(config, weights);
        var ids = Ids(config);

        var logits = Logits(model, ids);

        var reference = new ReferenceClassifier(config, weights);
        AssertClose.Equal([.. ids.SelectMany(text => reference.FloatLogits(text))], logits, Tolerance);
    }

    // Other neighbours and other padding only add up the same products in batches of other sizes.
    [Theory]
    [InlineData(Pooling.Last), InlineData(Pooling.MeanMax), InlineData(Pooling.Attention)]
    public void Forward_AloneOrInABatch_GivesTheSameLogits(Pooling pooling)
    {
        var config = Config(RecurrentCell.Gru, pooling, deep: true);
        using var model = Model(config, Weights(config));
        var ids = Ids(config);

        var batch = Logits(model, ids);

        var padded = Logits(model, [.. ids.Select(text => (long[])[.. text, 0, 0, 0, 0])]);
        AssertClose.Equal(batch, padded, 1e-6);
        for (var row = 0; row < ids.Length; row++)
        {
            long[] alone = s_lengths[row] == 0 ? [0] : ids[row][..s_lengths[row]];
            AssertClose.Equal(batch.AsSpan(row * config.OutputCount, config.OutputCount), Logits(model, [alone]), 1e-6);
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void RowOfPadding_FreshAndTrained_IsZeroAndHasNoGradient(bool sparse)
    {
        var config = Config(RecurrentCell.Lstm, Pooling.MeanMax, deep: false);
        using var model = new RecurrentClassifier(config, sparseEmbedding: sparse);
        using var scope = NewDisposeScope();
        Assert.Equal(new float[config.EmbeddingSize], ModelWeights.Capture(model)["embedding.weight"].Data[..config.EmbeddingSize]);

        cross_entropy(model.call(Tensor(Ids(config))), tensor(new long[] { 0, 1, 2, 0, 1, 2 })).backward();

        var gradient = model.named_parameters().Single(named => named.name == "embedding.weight").parameter.grad!;
        Assert.Equal(0f, (sparse ? gradient.to_dense() : gradient)[0].abs().max().item<float>());
    }

    [Fact]
    public void EmbeddingDropout_Training_DropsTheSameComponentsOfAllTokensOfAText()
    {
        // One token a text and weights that pass one component on: what is dropped shows in the logit.
        var config = Config(RecurrentCell.Gru, Pooling.Mean, deep: false) with { Dropout = 0, EmbeddingDropout = 0.5 };
        using var model = Model(config, Weights(config));
        using var scope = NewDisposeScope();
        model.train();

        var first = ModelWeights.ToArray(model.call(Tensor([[1, 2, 3], [1, 2, 3]])));
        var evaluated = Logits(model, [[1, 2, 3]]);

        Assert.NotEqual(first[..3], first[3..]); // each text drops its own
        Assert.Equal(evaluated, Logits(model, [[1, 2, 3]])); // and nothing in evaluation
    }

    static ModelConfig Config(RecurrentCell cell, Pooling pooling, bool deep) =>
        TestModels.Config(cell, deep ? 2 : 1, bidirectional: deep) with { Classes = 3, MaskPadding = true, Pooling = pooling };

    static StateDict Weights(ModelConfig config)
    {
        var weights = TestModels.Weights(config, seed: 5);
        weights["embedding.weight"].Data.AsSpan(0, config.EmbeddingSize).Clear();
        return weights;
    }

    static RecurrentClassifier Model(ModelConfig config, StateDict weights)
    {
        var model = new RecurrentClassifier(config);
        ModelWeights.Restore(model, weights);
        return model;
    }

    static long[][] Ids(ModelConfig config)
    {
        var random = new Random(8);
        return [.. s_lengths.Select(length =>
            Enumerable.Range(0, Length).Select(t => t < length ? random.NextInt64(1, config.VocabularySize) : 0).ToArray())];
    }

    static Tensor Tensor(long[][] ids) => tensor(ids.SelectMany(text => text).ToArray(), [ids.Length, ids[0].Length]);

    static float[] Logits(RecurrentClassifier model, long[][] ids)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        return ModelWeights.ToArray(model.call(Tensor(ids)));
    }
}
