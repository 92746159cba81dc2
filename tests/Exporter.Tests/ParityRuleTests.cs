using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Verification;
using RnnToolkit.Graphs;
using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.Reference;
using RnnToolkit.Inference;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

/// <summary>1e-5 for everybody; beyond it float64 decides on vanilla RNNs, and a mistake is refused for every cell.</summary>
public sealed class ParityRuleTests : IDisposable
{
    const int SequenceLength = 60;

    readonly ExporterProgram _program = new();

    public static TheoryData<RecurrentCell, string> Mistakes
    {
        get
        {
            var data = new TheoryData<RecurrentCell, string>();
            foreach (var cell in Enum.GetValues<RecurrentCell>())
            {
                foreach (var mistake in new[] { "order", "bias", "layer" })
                {
                    data.Add(cell, mistake);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void ReferenceCheck_MistakeInTheGraph_IsRefused(RecurrentCell cell, string mistake)
    {
        var config = TestModels.Config(cell, layers: 2);
        var weights = TestModels.Weights(config, seed: 3);
        void Check(byte[] graph) => ReferenceCheck.Run(graph, config, weights, ParityRule.Exact(config, weights), "weights.pt", CancellationToken.None);

        Check(ClassifierGraph.Build("right", config, weights, GraphFormat.Default).ToByteArray());

        var wrong = mistake == "layer"
            ? ClassifierGraph.Build("wrong", config with { Layers = 1 }, weights, GraphFormat.Default)
            : ClassifierGraph.Build("wrong", config, Damaged(config, weights, mistake), GraphFormat.Default);
        var exception = Assert.Throws<CheckpointFormatException>(() => Check(wrong.ToByteArray()));
        Assert.Contains("by PyTorch's equations, expected ONNX Runtime's", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Export_MistakeInTheCheckpoint_IsRefused(RecurrentCell cell, string mistake)
    {
        // ONNX Runtime and float64 agree here: both have the wrong weights. The trainer's logits tell.
        var right = TinyCheckpoint.Create(cell, layers: 2);
        var config = right.Config.Model;
        var wrong = mistake == "layer"
            ? right with { Config = right.Config with { Model = config with { Layers = 1 } }, Weights = Without(right.Weights, "_l1") }
            : right with { Weights = Damaged(config, right.Weights, mistake) };
        wrong.Write(Path.Combine(_program.Run, "model", "best"));

        var result = await _program.Export();

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Contains("by the trainer, expected ONNX Runtime's", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ChaoticTexts_AreCertifiedByTheirIds()
    {
        var data = WriteChaotic();

        var result = await _program.Export("--verify", data);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        var bundle = Path.Combine(_program.Models, "rnn1");
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(bundle, "parity.json")));
        var texts = parity.RootElement.GetProperty("chaoticTexts").EnumerateArray().ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, text =>
        {
            Assert.InRange(text.GetProperty("difference").GetDouble(), 1e-5, 1);
            Assert.InRange(text.GetProperty("onnxRuntimeDistance").GetDouble(), 0, 4 * text.GetProperty("perturbedDistance").GetDouble());
            Assert.Contains($"\nText {text.GetProperty("id").GetString()}: ", result.Output, StringComparison.Ordinal);
        });

        // Where the bundle is used nobody has a float64 reference: its golden texts hold without one.
        using var scorer = TextClassifier.Load(bundle);
        Assert.True(scorer.Verify().Passes());
    }

    [Fact]
    public async Task Verify_ChaoticTextWhoseLabelMoved_IsRefused()
    {
        var data = WriteChaotic(threshold: (trainer, reference) => (trainer + reference) / 2);

        var result = await _program.Export("--verify", data);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
    }

    public void Dispose() => _program.Dispose();

    static StateDict Damaged(ModelConfig config, StateDict weights, string mistake)
    {
        var damaged = new StateDict();
        foreach (var tensor in weights)
        {
            var isTarget = mistake == "order" ? tensor.Name == "rnn.weight_hh_l1" : tensor.Name == "rnn.bias_ih_l0";

            // The gates in another order; a vanilla RNN has one, so the units of it.
            var rotation = config.GateCount > 1 ? config.HiddenSize * tensor.RowLength : tensor.RowLength;
            damaged.Add(isTarget ? tensor with { Data = [.. tensor.Data[rotation..], .. tensor.Data[..rotation]] } : tensor);
        }

        return damaged;
    }

    static StateDict Without(StateDict weights, string suffix)
    {
        var rest = new StateDict();
        foreach (var tensor in weights.Where(tensor => !tensor.Name.EndsWith(suffix, StringComparison.Ordinal)))
        {
            rest.Add(tensor);
        }

        return rest;
    }

    /// <summary>A vanilla RNN in which last bits grow, and a trainer whose last bits were others.</summary>
    /// <returns>The test set.</returns>
    string WriteChaotic(Func<double, double, double>? threshold = null)
    {
        var checkpoint = TinyCheckpoint.Create(RecurrentCell.Rnn);
        var config = checkpoint.Config.Model with { HiddenSize = 24, EmbeddingSize = 16 };
        var weights = TestModels.Weights(config, seed: 1);
        foreach (var (name, factor) in new[] { ("rnn.weight_ih_l0", 0.3f), ("rnn.weight_hh_l0", 0.7f), ("rnn.bias_ih_l0", 0.3f), ("rnn.bias_hh_l0", 0.3f), ("fc.weight", 0.3f) })
        {
            Scale(weights[name], factor);
        }

        var preprocessing = new PreprocessConfig { SequenceLength = SequenceLength };
        var (encoder, reference, random) = (new TextEncoder(preprocessing, checkpoint.Vocabulary), new ReferenceClassifier(config, weights), new Random(1));
        var tokens = checkpoint.Vocabulary.Tokens;
        Probe[] probes =
        [
            .. Enumerable.Range(0, 40).Select(_ =>
            {
                var text = string.Join(' ', Enumerable.Range(0, SequenceLength).Select(_ => tokens[random.Next(tokens.Count)]));
                var ids = encoder.EncodeBatch([text]).Ids;
                return new Probe(text, ids, (float)reference.Logit(ids, perturbation: 1000));
            }),
        ];
        var distances = probes.Select(probe =>
        {
            var (trainer, exact) = (ScoreComparison.Probability(probe.Outputs[0]), ScoreComparison.Probability(reference.Logit([.. probe.Ids])));
            return (trainer, exact, distance: Math.Abs(trainer - exact));
        }).ToList();
        var worst = distances.MaxBy(text => text.distance);
        Assert.True(worst.distance > 2e-5, Invariant($"no chaotic text: {worst.distance}"));
        var cut = threshold?.Invoke(worst.trainer, worst.exact) ?? 0.5;
        var recorded = probes.Select((probe, i) => new RecordedLogit($"{i}", ScoreComparison.Probability(probe.Outputs[0]) >= cut ? 1 : 0, probe.Outputs[0])).ToList();
        var chaotic = checkpoint with
        {
            Config = checkpoint.Config with { Name = "rnn1", Model = config, Preprocessing = preprocessing, Threshold = cut },
            Weights = weights,
            Probes = probes,
        };
        chaotic.Write(
            Path.Combine(_program.Run, "rnn1", "best"),
            directory => JsonLinesFile.Write(Path.Combine(directory, Checkpoint.TestLogitsFile), recorded, ArtifactJsonLines.Default.RecordedLogit));
        File.WriteAllLines(
            _program["test.csv"], ["id,text,label", .. recorded.Select((row, i) => string.Create(CultureInfo.InvariantCulture, $"{row.Id},{probes[i].Text},{row.Label}"))]);
        return _program["test.csv"];
    }

    static void Scale(NamedTensor tensor, float factor)
    {
        for (var i = 0; i < tensor.Data.Length; i++)
        {
            tensor.Data[i] *= factor;
        }
    }
}
