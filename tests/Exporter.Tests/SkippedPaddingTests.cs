using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Exporting;
using RnnToolkit.Exporter.Inspection;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Padding;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Graphs.Tests;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests;

/// <summary>A negative first id in place of the padding before it.</summary>
public class SkippedPaddingTests
{
    const int SequenceLength = 24;

    // The states are those that the whole row goes through, by the same kernels; where a processor has others for other shapes, a
    // few units in the last place remain. A vanilla RNN has others for one row everywhere, and then multiplies the difference.
    const double Tolerance = 1e-6;
    const double OneRowTolerance = 1e-5;

    static readonly PreprocessConfig s_preprocessing = new() { SequenceLength = SequenceLength };

    public static TheoryData<RecurrentCell, int, WeightPrecision> Models
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int, WeightPrecision>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    data.Add(cell, 1, precision);
                    data.Add(cell, 2, precision);
                }
            }

            data.Add(RecurrentCell.Lstm, 3, WeightPrecision.Fp32);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Graph_AnyPaddingSkipped_GivesTheLogitsOfTheWholeRow(RecurrentCell cell, int layers, WeightPrecision precision)
    {
        var config = TestModels.Config(cell, layers);
        for (var seed = 1; seed <= 3; seed++)
        {
            using var model = Model(config, seed, precision);
            foreach (var rows in new[] { 1, 2, 7 })
            {
                for (var tokens = 0; tokens < SequenceLength; tokens++)
                {
                    var padded = Padded(config, rows, tokens, seed);
                    var expected = model.Run(padded).Logits;
                    for (var skipped = SequenceLength - tokens - 1; skipped > 0; skipped -= 5)
                    {
                        AssertClose.Equal(expected, model.Run(Skip(padded, skipped)).Logits, rows == 1 ? OneRowTolerance : Tolerance);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Graph_PaddingSkipped_FollowsPyTorchsEquations(RecurrentCell cell, int layers, WeightPrecision precision)
    {
        var config = TestModels.Config(cell, layers);
        using var model = Model(config, seed: 4, precision);
        var reference = new ReferenceClassifier(config, RoundedWeights.Of(TestModels.Weights(config, seed: 4), precision));
        var padded = Padded(config, rows: 9, tokens: 6, seed: 4);

        // Float32 against double precision, over as many steps as the other graphs have in their tests.
        AssertClose.Equal([.. padded.Select(row => (float)reference.Logit(row))], model.Run(Skip(padded, 15)).Logits, tolerance: 1e-5);
    }

    [Fact]
    public void Graph_RowsThatSkipUnlikeNumbers_EachHaveTheirOwn()
    {
        var config = TestModels.Config(RecurrentCell.Gru, layers: 2);
        using var model = Model(config, seed: 5);
        long[][] ids = [[-3, 4, 5], [0, 4, 5], [7, 4, 5]];

        AssertClose.Equal(
            [.. new long[][] { [0, 0, 0, 0, 4, 5], [0, 4, 5], [7, 4, 5] }.Select(row => model.Run([row]).Logits[0])], model.Run(ids).Logits, OneRowTolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Graph_NoNegativeId_GivesTheBitsOfTheGraphWithoutTables(RecurrentCell cell, int layers, WeightPrecision precision)
    {
        var config = TestModels.Config(cell, layers);
        using var with = Model(config, seed: 6, precision);
        using var without = GraphSession.Of(config, TestModels.Weights(config, seed: 6), GraphFormat.Default with { Precision = precision });
        foreach (var (rows, length) in new[] { (1, 1), (1, 100), (5, 3), (64, SequenceLength) })
        {
            var ids = TestModels.Ids(config, rows, length, seed: 6);

            Assert.Equal(without.Run(ids).Logits, with.Run(ids).Logits);
        }
    }

    [Fact]
    public void Graph_MorePaddingThanTheTablesHave_IsAnErrorOfTheRuntime()
    {
        using var model = Model(TestModels.Config(RecurrentCell.Lstm), seed: 7);

        model.Run([[-(SequenceLength - 1)]]);
        var exception = Assert.Throws<OnnxRuntimeException>(() => model.Run([[-SequenceLength]]));

        Assert.Contains("indices element out of data bounds", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Graph_EverySupportedOpset_SkipsPadding()
    {
        var config = TestModels.Config(RecurrentCell.Gru, layers: 2);
        var ids = Skip(Padded(config, rows: 3, tokens: 4, seed: 8), 12);
        using var expected = Model(config, seed: 8);
        foreach (var opset in OpsetInfo.Supported)
        {
            using var model = Model(config, seed: 8, opset: opset);

            // The same kernels run whatever the number says.
            Assert.Equal(expected.Run(ids).Logits, model.Run(ids).Logits);
        }
    }

    [Fact]
    public void Graph_WithTables_IsTheApprovedOne() => Snapshot.Match(
        "lstm2-padding", Build(TestModels.Config(RecurrentCell.Lstm, layers: 2), seed: 1).Info().Replace(ClassifierGraph.ProducerVersion, "<version>", StringComparison.Ordinal));

    [Fact]
    public void Graph_SameWeights_GivesTheSameBytes()
    {
        var config = TestModels.Config(RecurrentCell.Rnn, layers: 2);

        Assert.Equal(Build(config, seed: 1).ToByteArray(), Build(config, seed: 1).ToByteArray());
    }

    [Theory]
    [InlineData(PaddingSide.Left, false, 100, 50, 99)]
    [InlineData(PaddingSide.Left, false, 1, 50, 0)]
    [InlineData(PaddingSide.Left, false, 2048, 1024, 2047)] // 16 MiB
    [InlineData(PaddingSide.Left, false, 2049, 1024, 0)]
    [InlineData(PaddingSide.Left, false, 10_000, 8192, 0)]
    [InlineData(PaddingSide.Right, false, 100, 50, 0)]
    [InlineData(PaddingSide.Left, true, 100, 50, 0)]
    public void StepsOf_Configuration_AreAsManyAsCanBeSkipped(PaddingSide padding, bool bidirectional, int sequenceLength, int hiddenSize, int expected)
    {
        var config = TestModels.Config(RecurrentCell.Lstm, bidirectional: bidirectional) with { HiddenSize = hiddenSize };

        Assert.Equal(expected, PaddingStates.StepsOf(config, new() { SequenceLength = sequenceLength, Padding = padding }));
    }

    /// <summary>Rows of random ids behind left padding.</summary>
    static long[][] Padded(ModelConfig config, int rows, int tokens, int seed) =>
        [.. TestModels.Ids(config, rows, tokens, seed).Select(row => (long[])[.. new long[SequenceLength - tokens], .. row])];

    static long[][] Skip(long[][] padded, int skipped) => [.. padded.Select(row => (long[])[-skipped, .. row[(skipped + 1)..]])];

    static GraphSession Model(ModelConfig config, int seed, WeightPrecision precision = WeightPrecision.Fp32, OpsetInfo? opset = null) =>
        new(Build(config, seed, precision, opset).ToByteArray());

    static ModelProto Build(ModelConfig config, int seed, WeightPrecision precision = WeightPrecision.Fp32, OpsetInfo? opset = null)
    {
        var (weights, format) = (TestModels.Weights(config, seed), new GraphFormat(opset ?? GraphFormat.Default.Opset, precision));
        var padding = PaddingStateComputer.Compute(config, s_preprocessing, weights, format);
        Assert.NotNull(padding);
        return ClassifierGraph.Build(config.ShortName, config, weights, format, padding);
    }
}
