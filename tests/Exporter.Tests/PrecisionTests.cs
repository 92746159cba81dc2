using System.Text.Json;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Exporting;
using RnnToolkit.Exporter.Inspection;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Quantization;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Graphs.Tests;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

public sealed class PrecisionTests : IDisposable
{
    readonly ExporterProgram _program = new();

    public static TheoryData<RecurrentCell, WeightPrecision> Lossy => new()
    {
        { RecurrentCell.Rnn, WeightPrecision.Fp16 }, { RecurrentCell.Rnn, WeightPrecision.Int8 }, { RecurrentCell.Rnn, WeightPrecision.Int8All },
        { RecurrentCell.Lstm, WeightPrecision.Fp16 }, { RecurrentCell.Lstm, WeightPrecision.Int8 }, { RecurrentCell.Lstm, WeightPrecision.Int8All },
        { RecurrentCell.Gru, WeightPrecision.Fp16 }, { RecurrentCell.Gru, WeightPrecision.Int8 }, { RecurrentCell.Gru, WeightPrecision.Int8All },
    };

    [Theory]
    [MemberData(nameof(Lossy))]
    public void Graph_SmallWeights_IsExactlyTheModelWithRoundedWeights(RecurrentCell cell, WeightPrecision precision)
    {
        var config = TestModels.Config(cell, layers: 2, bidirectional: true);
        var weights = TestModels.Weights(config, seed: 4);
        var ids = TestModels.Ids(config, rows: 6, sequenceLength: 8, seed: 4);
        using var model = GraphSession.Of(config, weights, GraphFormat.Default with { Precision = precision });

        var (logits, _) = model.Run(ids);

        // Rounding is all that may happen, so the tolerance is that of float32.
        var reference = new ReferenceClassifier(config, RoundedWeights.Of(weights, precision));
        AssertClose.Equal([.. ids.Select(row => (float)reference.Logit(row))], logits, tolerance: 1e-5);
    }

    [Fact]
    public void Graph_TwentyThousandWordsInInt8_IsSmall()
    {
        var config = new ModelConfig { Cell = RecurrentCell.Lstm, VocabularySize = 20_001 };
        var weights = new StateDict();
        foreach (var (name, shape) in config.Parameters())
        {
            weights.Add(new NamedTensor(name, shape, new float[shape.Aggregate(1L, (product, dimension) => product * dimension)]));
        }

        var format = GraphFormat.Default with { Precision = WeightPrecision.Int8All };
        var padding = PaddingStateComputer.Compute(config, new PreprocessConfig(), weights, format);

        var model = ClassifierGraph.Build("lstm1", config, weights, format, padding);

        Assert.InRange(model.ToByteArray().Length, 2_000_100, 2_200_000);
    }

    [Fact]
    public void Graph_WideLayersInInt8_AreAQuarterOfTheirSize()
    {
        var config = new ModelConfig { Cell = RecurrentCell.Gru, Layers = 2, VocabularySize = 101, EmbeddingSize = 256, HiddenSize = 256 };
        var weights = TestModels.Weights(config, seed: 1);
        long Bytes(WeightPrecision precision) =>
            ClassifierGraph.Build("gru2", config, weights, GraphFormat.Default with { Precision = precision }).ToByteArray().Length;

        Assert.InRange((double)Bytes(WeightPrecision.Int8All) / Bytes(WeightPrecision.Int8), 0.25, 0.27);
    }

    [Theory]
    [InlineData("lstm1-int8", WeightPrecision.Int8)]
    [InlineData("lstm1-int8-all", WeightPrecision.Int8All)]
    public void Graph_Int8_IsTheApprovedOne(string name, WeightPrecision precision) => Snapshot.Match(
        name,
        ClassifierGraph.Build(
            "lstm1",
            TestModels.Config(RecurrentCell.Lstm),
            TestModels.Weights(TestModels.Config(RecurrentCell.Lstm), seed: 1),
            GraphFormat.Default with { Precision = precision }).Info().Replace(ClassifierGraph.ProducerVersion, "<version>", StringComparison.Ordinal));

    [Theory]
    [InlineData("fp16", WeightPrecision.Fp16)]
    [InlineData("int8", WeightPrecision.Int8)]
    [InlineData("int8-all", WeightPrecision.Int8All)]
    public async Task Export_OnePrecision_IsTheModel(string name, WeightPrecision precision)
    {
        var checkpoint = TinyCheckpoint.Create();
        checkpoint.Write(Best("gru1"));

        var result = await _program.Export("--precision", name);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Contains($"gru1: opset 17, {name}, ", result.Output, StringComparison.Ordinal);
        var bundle = Path.Combine(_program.Models, "gru1");
        using var scorer = TextClassifier.Load(bundle);
        Assert.Equal(precision, scorer.Manifest.Graph.Precision);

        // The golden texts are the trainer's, and this bundle is as close to them as its precision promises.
        Assert.Equal(checkpoint.Probes.Select(probe => probe.Outputs[0]), ModelBundle.Read(bundle).ReadGolden().Select(golden => golden.Outputs[0]));
        Assert.True(scorer.Verify().Passes());
    }

    [Fact]
    public async Task Export_SeveralPrecisions_GivesABundleEachAndATable()
    {
        TinyCheckpoint.Create().Write(Best("gru1"));

        var result = await _program.Export("--precision", "fp32,fp16,int8");

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Equal(["gru1", "gru1-fp16", "gru1-int8"], Directory.EnumerateDirectories(_program.Models).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Matches(@"\n\| gru1  \| fp32      \| [\d.]+ kB \| +\d\.\de-\d+ \| +0 of 400 \|  not measured \| +[\d,]+ \|\n", result.Output);
        Assert.Matches(@"\n\| gru1  \| int8      \| [\d.]+ kB \| +\d\.\de-\d+ \| +\d+ of 400 \|  not measured \| +[\d,]+ \|\n$", result.Output);
    }

    [Fact]
    public async Task Export_ModelNamedAsAnotherOneInInt8_IsRefusedBeforeAnythingIsWritten()
    {
        TinyCheckpoint.Create().Write(_program["run", "gru1", "best"]);
        TinyCheckpoint.Create(seed: 2).Write(_program["run", "gru1-int8", "best"]);

        var result = await _program.Export("--precision", "fp32,int8");

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.StartsWith($"error: --precision: {Path.Combine(_program.Models, "gru1-int8")}: found two bundles", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.Models));
    }

    [Theory]
    [InlineData("fp8", "fp8")]
    [InlineData("fp32,FP16", "FP16")]
    [InlineData("", "")]
    public async Task Export_UnknownPrecision_IsRefused(string precision, string found)
    {
        var result = await _program.Export("--precision", precision);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: --precision: found \"{found}\", expected some of fp32, fp16, int8 and int8-all"], result.Failures);
    }

    [Fact]
    public async Task Verify_RoundedWeights_MayMoveProbabilitiesButNotLabels()
    {
        var checkpoint = TinyCheckpoint.Create();
        var data = _program["test.jsonl"];
        WriteTestSet(checkpoint, data, logit => logit * 1.5f);

        Assert.Equal(ExitCode.Done, (await _program.Export("--precision", "int8", "--verify", data)).ExitCode);

        using var certificate = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_program.Models, "gru1", "parity.json")));
        var bounds = certificate.RootElement.GetProperty("bounds");
        Assert.Equal((2 / 40.0, 2 / 40.0), (bounds.GetProperty("flipShare").GetDouble(), bounds.GetProperty("accuracyChange").GetDouble()));

        // Two labels of 40 are more than 0.2%, but of so few texts two may differ.
        float?[] three = [checkpoint.Probes[17].Logit, checkpoint.Probes[20].Logit, checkpoint.Probes[23].Logit];
        WriteTestSet(checkpoint, data, logit => three.AsSpan(1).Contains(logit) ? -logit : logit);
        Assert.Equal(ExitCode.Done, (await _program.Export("--precision", "int8", "--verify", data)).ExitCode);

        WriteTestSet(checkpoint, data, logit => three.Contains(logit) ? -logit : logit);
        var result = await _program.Export("--precision", "int8", "--verify", data);

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.Matches(@"found 3 of 40 labels that differ from float32's and an accuracy \d\.\d\d points away, at batch size 1, expected at most 5\.0% of the labels and 5\.0 points for int8; see docs/numerics\.md$", Assert.Single(result.Failures));
    }

    [Fact]
    public void ProbeCheck_OtherWeightsThanTheGraphHas_IsRefused()
    {
        var checkpoint = TinyCheckpoint.Create();
        checkpoint.Write(Best("gru1"));
        var source = ExportSource.FromCheckpoint(Best("gru1"));
        var format = GraphFormat.Default with { Precision = WeightPrecision.Int8 };
        new BundleExport(format).Run(source, _program["bundle"], CancellationToken.None);

        // A graph that computes with the table as it was is not the one with the rounded table.
        var exception = Assert.Throws<CheckpointFormatException>(() =>
            new ProbeCheck(source, format with { Precision = WeightPrecision.Fp16 }).RunOnRoundedWeights(_program["bundle"], CancellationToken.None));

        Assert.Contains("by PyTorch's equations on the rounded weights, expected ONNX Runtime's", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fp16", 70_000f)]
    [InlineData("int8", 9e6f)]
    public async Task Export_ValueThatThePrecisionCannotHold_IsRefused(string precision, float value)
    {
        var checkpoint = TinyCheckpoint.Create();
        checkpoint.Weights["embedding.weight"].Data[5] = value;
        checkpoint.Write(Best("gru1"));

        var result = await _program.Export("--precision", precision);

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.Contains($"which is what {precision} holds", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.Models));
    }

    public void Dispose() => _program.Dispose();

    void WriteTestSet(Checkpoint checkpoint, string data, Func<float, float> logit)
    {
        var recorded = checkpoint.Probes.Select((probe, i) => new RecordedLogit($"{i}", probe.Outputs[0] >= 0 ? 1 : 0, logit(probe.Outputs[0]))).ToList();
        checkpoint.Write(
            Best("gru1"),
            directory => JsonLinesFile.Write(Path.Combine(directory, Checkpoint.TestLogitsFile), recorded, ArtifactJsonLines.Default.RecordedLogit));
        File.WriteAllLines(
            data,
            recorded.Select((row, i) => JsonSerializer.Serialize(new { id = row.Id, text = checkpoint.Probes[i].Text, label = row.Label })));
    }

    string Best(string model) => Path.Combine(_program.Run, model, "best");
}
