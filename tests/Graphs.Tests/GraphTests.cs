using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Graphs.Tests;

public class GraphTests
{
    // One time step more or less rounds differently; 3e-7 was seen with these weights.
    const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Architectures => TestModels.Architectures;

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Graph_AnyArchitecture_HasOneRecurrentNodeALayer(RecurrentCell cell, int layers, bool bidirectional)
    {
        var graph = Build(TestModels.Config(cell, layers, bidirectional)).Graph;

        var opType = cell.ToString().ToUpperInvariant();
        Assert.Equal(layers, graph.Node.Count(node => node.OpType == opType));
        Assert.DoesNotContain(graph.Node, node => node.OpType is "Loop" or "Scan" or "If");
        Assert.All(graph.Node, node => Assert.Equal("", node.Domain));
        Assert.Equal(["batch", "sequence"], OnnxTypes.Shape(Assert.Single(graph.Input)));
        Assert.All(graph.Output, output => Assert.Equal(["batch", "1"], OnnxTypes.Shape(output)));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Graph_RandomWeights_FollowsPyTorchsEquations(RecurrentCell cell, int layers, bool bidirectional)
    {
        var config = TestModels.Config(cell, layers, bidirectional);
        for (var seed = 1; seed <= 5; seed++)
        {
            var weights = TestModels.Weights(config, seed);
            var reference = new ReferenceClassifier(config, weights);
            using var model = GraphSession.Of(config, weights);

            // The lengths are dynamic: one graph takes them all.
            foreach (var (rows, sequenceLength) in new[] { (1, 1), (1, 9), (4, 2), (7, 9), (65, 5) })
            {
                var ids = TestModels.Ids(config, rows, sequenceLength, seed);

                var (logits, _) = model.Run(ids);

                AssertClose.Equal([.. ids.Select(row => (float)reference.Logit(row))], logits, Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Graph_EveryParameter_CountsForTheLogits(RecurrentCell cell, int layers, bool bidirectional)
    {
        // A parameter in the wrong slot could still go unnoticed if it did nothing: each one must move the result.
        var config = TestModels.Config(cell, layers, bidirectional);
        var ids = TestModels.Ids(config, rows: 3, sequenceLength: 6, seed: 1);
        var before = Logits(config, TestModels.Weights(config, seed: 1), ids);
        foreach (var (name, _) in config.Parameters())
        {
            var weights = TestModels.Weights(config, seed: 1);
            weights[name].Data.AsSpan().Clear();

            Assert.NotEqual(before, Logits(config, weights, ids));
        }
    }

    [Fact]
    public void Graph_SameWeights_GivesTheSameBytes()
    {
        var config = TestModels.Config(RecurrentCell.Lstm, layers: 2);

        var bytes = Enumerable.Range(0, 2).Select(_ => Build(config).ToByteArray()).ToList();

        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Graph_EverySupportedOpset_GivesTheSameLogits()
    {
        var config = TestModels.Config(RecurrentCell.Gru, layers: 2, bidirectional: true);
        var weights = TestModels.Weights(config, seed: 3);
        var ids = TestModels.Ids(config, rows: 4, sequenceLength: 6, seed: 3);
        var expected = Logits(config, weights, ids);
        foreach (var opset in OpsetInfo.Supported)
        {
            using var model = GraphSession.Of(config, weights, new GraphFormat(opset, WeightPrecision.Fp32));

            // The same kernels run whatever the number says.
            Assert.Equal(expected, model.Run(ids).Logits);
        }
    }

    [Fact]
    public void Graph_ParsedFromItsBytes_IsTheSame()
    {
        var model = Build(TestModels.Config(RecurrentCell.Gru));

        Assert.Equal(model, ModelProto.Parser.ParseFrom(model.ToByteArray()));
    }

    static float[] Logits(ModelConfig config, StateDict weights, long[][] ids)
    {
        using var model = GraphSession.Of(config, weights);
        return model.Run(ids).Logits;
    }

    static ModelProto Build(ModelConfig config) =>
        ClassifierGraph.Build(config.ShortName, config, TestModels.Weights(config, seed: 1), GraphFormat.Default);
}
