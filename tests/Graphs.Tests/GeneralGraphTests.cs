using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

/// <summary>Graphs whose padding is masked: any classes, any pooling, with and without n-grams.</summary>
public class GeneralGraphTests
{
    // Float32 against float64; 2e-6 was seen with these weights.
    const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Cells => Enum.GetValues<RecurrentCell>().Select(cell => new object[] { cell });

    public static IEnumerable<object[]> Poolings => Enum.GetValues<Pooling>().Select(pooling => new object[] { pooling });

    [Theory]
    [MemberData(nameof(Cells))]
    public void Graph_AnyConfiguration_FollowsTheReference(RecurrentCell cell)
    {
        var seed = 1;
        foreach (var config in GeneralModels.All.Where(config => config.Cell == cell))
        {
            var weights = TestModels.Weights(config, ++seed);
            var (ids, nGramIds) = GeneralModels.Texts(config, rows: 6, sequenceLength: 9, seed);
            var expected = Expected(config, weights, ids, nGramIds);
            using var model = GraphSession.Of(config, weights);

            var (logits, probabilities) = model.Run(ids, GeneralModels.Input(config, nGramIds));

            AssertClose.Equal([.. expected.SelectMany(row => row).Select(logit => (float)logit)], logits, Tolerance);
            AssertClose.Equal([.. expected.SelectMany(Probabilities).Select(share => (float)share)], probabilities, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Graph_TextAlone_GivesWhatItGivesInAnyBatch(RecurrentCell cell)
    {
        var seed = 1;
        foreach (var config in GeneralModels.All.Where(config => config.Cell == cell && config.Layers < 3))
        {
            var (ids, nGramIds) = GeneralModels.Texts(config, rows: 5, sequenceLength: 8, ++seed);
            using var model = GraphSession.Of(config, TestModels.Weights(config, seed));

            var inBatch = model.Run(ids, GeneralModels.Input(config, nGramIds)).Logits;
            var padded = model.Run([.. ids.Select(row => GeneralModels.Padded(row, 13))], GeneralModels.Input(config, nGramIds, morePadding: 5)).Logits;
            var alone = ids.SelectMany((row, i) =>
                model.Run([[.. row.Take(Math.Max(1, row.Count(id => id != 0)))]], GeneralModels.Input(config, [nGramIds[i]])).Logits);

            // Matrices of other heights are multiplied in another order.
            AssertClose.Equal(inBatch, padded, Tolerance);
            AssertClose.Equal(inBatch, [.. alone], Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Graph_EverySupportedOpset_GivesTheSameLogits(Pooling pooling)
    {
        var config = GeneralModels.Config(layers: 2, bidirectional: true, pooling: pooling, classes: 3, wide: true);
        var weights = TestModels.Weights(config, seed: 3);
        var (ids, nGramIds) = GeneralModels.Texts(config, rows: 4, sequenceLength: 6, seed: 3);
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            var all = OpsetInfo.Supported.Select(opset =>
            {
                using var model = GraphSession.Of(config, weights, new GraphFormat(opset, precision));
                return model.Run(ids, GeneralModels.Input(config, nGramIds)).Logits;
            }).ToList();

            // The same kernels run whatever the number says.
            Assert.All(all, logits => Assert.Equal(all[0], logits));
        }
    }

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Graph_EveryParameter_CountsForTheLogits(Pooling pooling)
    {
        var config = GeneralModels.Config(RecurrentCell.Lstm, layers: 2, bidirectional: true, pooling, classes: 6, wide: true);
        var (ids, nGramIds) = GeneralModels.Texts(config, rows: 4, sequenceLength: 6, seed: 1);
        var before = Logits(TestModels.Weights(config, seed: 1));
        foreach (var (name, _) in config.Parameters())
        {
            var weights = TestModels.Weights(config, seed: 1);
            weights[name].Data.AsSpan().Clear();

            Assert.NotEqual(before, Logits(weights));
        }

        float[] Logits(StateDict weights)
        {
            using var model = GraphSession.Of(config, weights);
            return model.Run(ids, GeneralModels.Input(config, nGramIds)).Logits;
        }
    }

    [Theory]
    [InlineData(WeightPrecision.Fp16)]
    [InlineData(WeightPrecision.Int8)]
    [InlineData(WeightPrecision.Int8All)]
    public void Graph_ReducedPrecision_ComputesWithTheRoundedWeights(WeightPrecision precision)
    {
        foreach (var classes in new[] { 2, 6, 100 }) // many rows a scale, few, one
        {
            var config = GeneralModels.Config(RecurrentCell.Lstm, pooling: Pooling.MeanMax, classes: classes, wide: true);
            var weights = TestModels.Weights(config, seed: classes);
            var (ids, nGramIds) = GeneralModels.Texts(config, rows: 5, sequenceLength: 20, seed: classes);
            var expected = Expected(config, RoundedWeights.Of(weights, precision), ids, nGramIds);
            using var model = GraphSession.Of(config, weights, GraphFormat.Default with { Precision = precision });

            var logits = model.Run(ids, GeneralModels.Input(config, nGramIds)).Logits;

            AssertClose.Equal([.. expected.SelectMany(row => row).Select(logit => (float)logit)], logits, Tolerance);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Graph_Int8_StoresAWeightOfTheWideChannelInOneByte(int classes)
    {
        var config = GeneralModels.Config(classes: classes, wide: true) with { WideSize = 50_000 };

        var graph = ClassifierGraph.Build(
            "wide", config, TestModels.Weights(config, seed: 1), GraphFormat.Default with { Precision = WeightPrecision.Int8 }).Graph;

        var bytes = graph.Initializer.Where(tensor => tensor.Name.StartsWith("wide.", StringComparison.Ordinal)).Sum(tensor => tensor.RawData.Length);
        var values = config.WideSize * (config.OutputCount + 1); // the norms, too
        Assert.InRange(bytes, values, values * 1.04); // a scale of two bytes for 60 or 64 values
    }

    [Fact]
    public void Graph_TextWithoutKnownNGram_HasTheBiasOfTheWideChannel()
    {
        var config = GeneralModels.Config(classes: 3, wide: true);
        var weights = TestModels.Weights(config, seed: 4);
        var (ids, _) = GeneralModels.Texts(config, rows: 3, sequenceLength: 5, seed: 4);
        using var both = GraphSession.Of(config, weights);
        using var recurrent = GraphSession.Of(config with { WideSize = 0 }, weights);

        var logits = both.Run(ids, [[0, 0], [0, 0], [0, 0]]).Logits;

        var (a, b) = (weights[ParameterNames.FusionRecurrent].Data[0], weights[ParameterNames.FusionWide].Data[0]);
        var expected = recurrent.Run(ids).Logits.Select((logit, i) =>
            (a * logit) + (b * weights[ParameterNames.WideBias].Data[i % 3]) + weights[ParameterNames.FusionBias].Data[i % 3]);
        AssertClose.Equal([.. expected], logits, tolerance: 1e-6);
    }

    [Fact]
    public void Graph_AnyConfiguration_DeclaresItsInputsAndOutputs()
    {
        foreach (var config in GeneralModels.All.Where(config => config.Layers == 1))
        {
            var model = ClassifierGraph.Build("test", config, TestModels.Weights(config, seed: 1), GraphFormat.Default);

            var info = ClassifierGraph.Describe(model, GraphFormat.Default);

            string[] inputs = config.WideSize > 0 ? ["input_ids int64 [batch, sequence]", "ngram_ids int64 [batch, ngrams]"] : ["input_ids int64 [batch, sequence]"];
            Assert.Equal(inputs, info.Inputs.Select(Text));
            string[] outputs = config.Classes == 2
                ? ["logits float32 [batch, 1]", "probability float32 [batch, 1]"]
                : [$"logits float32 [batch, {config.Classes}]", $"probabilities float32 [batch, {config.Classes}]"];
            Assert.Equal(outputs, info.Outputs.Select(Text));
            Assert.All(model.Graph.Node, node => Assert.Equal("", node.Domain));
        }

        static string Text(GraphTensor tensor) => $"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]";
    }

    [Theory]
    [InlineData(151)]
    [InlineData(-152)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Graph_NGramOutsideTheTable_IsRefused(long id)
    {
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            var config = GeneralModels.Config(wide: true);
            using var model = GraphSession.Of(config, TestModels.Weights(config, seed: 1), GraphFormat.Default with { Precision = precision });

            Assert.Throws<OnnxRuntimeException>(() => model.Run([[1, 2]], [[1, id]]));
        }
    }

    [Fact]
    public void Graph_NoNGramColumn_GivesWhatAColumnOfPaddingGives()
    {
        var config = GeneralModels.Config(classes: 3, wide: true);
        using var model = GraphSession.Of(config, TestModels.Weights(config, seed: 4));

        Assert.Equal(model.Run([[1, 2], [3, 0]], [[0], [0]]).Logits, model.Run([[1, 2], [3, 0]], [[], []]).Logits);
    }

    static double[][] Expected(ModelConfig config, StateDict weights, long[][] ids, int[][] nGramIds)
    {
        var reference = new ReferenceClassifier(config, weights);
        return [.. ids.Zip(nGramIds, (row, nGrams) => reference.Logits(row, nGrams))];
    }

    static double[] Probabilities(double[] logits)
    {
        if (logits is [var logit])
        {
            return [1 / (1 + Math.Exp(-logit))];
        }

        var sum = logits.Sum(Math.Exp);
        return Array.ConvertAll(logits, value => Math.Exp(value) / sum);
    }
}
