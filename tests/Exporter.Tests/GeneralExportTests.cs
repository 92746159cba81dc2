using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

/// <summary>Checkpoints with general preprocessing: any labels, masked padding, poolings, n-grams.</summary>
public sealed class GeneralExportTests : IDisposable
{
    readonly ExporterProgram _program = new();

    string Bundle => Path.Combine(_program.Models, "model");

    string Best => Path.Combine(_program.Run, "model", "best");

    public static TheoryData<RecurrentCell, int, bool, Pooling, int, bool> Models => new()
    {
        { RecurrentCell.Gru, 1, true, Pooling.MeanMax, 3, true },
        { RecurrentCell.Lstm, 2, true, Pooling.Attention, 6, true },
        { RecurrentCell.Lstm, 3, false, Pooling.Last, 2, true },
        { RecurrentCell.Rnn, 1, true, Pooling.Mean, 6, false },
        { RecurrentCell.Gru, 1, false, Pooling.Max, 2, false },
        { RecurrentCell.Gru, 2, true, Pooling.Last, 77, true },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Export_AnyModel_GivesABundleThatVerifies(RecurrentCell cell, int layers, bool bidirectional, Pooling pooling, int classes, bool wide)
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(cell, layers, bidirectional, pooling, Labels(classes), wide));

        foreach (var precision in new[] { "fp32", "fp16", "int8", "int8-all" })
        {
            var result = await _program.Export("--precision", precision);

            Assert.Equal("", string.Concat(result.Failures));
            using var classifier = TextClassifier.Load(Bundle);
            var verification = classifier.Verify();
            Assert.True(verification.Passes(), $"{precision}: {verification}");
            Assert.Equal(checkpoint.Probes.Count, verification.Count);
        }
    }

    [Fact]
    public async Task Export_WideChannel_CopiesTheNGrams()
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create());

        var result = await _program.Export();

        Assert.Equal("", string.Concat(result.Failures));
        Assert.Equal(checkpoint.NGrams!.ToBytes(), await File.ReadAllBytesAsync(Path.Combine(Bundle, "ngrams.bin")));
        var manifest = ModelBundle.Read(Bundle).Manifest;
        Assert.Equal((2, new NGramsInfo("ngrams.bin", checkpoint.NGrams.Count)), (manifest.FormatVersion, manifest.NGrams));
        Assert.Equal(["input_ids", "ngram_ids"], manifest.Graph.Inputs.Select(input => input.Name));
        Assert.Equal(TinyGeneralCheckpoint.ThreeLabels, manifest.Labels);
    }

    [Fact]
    public async Task Export_ModelCard_NamesLabelsNGramsAndWhatIsRevealed()
    {
        var count = Write(TinyGeneralCheckpoint.Create(bidirectional: true)).NGrams!.Count;

        await _program.Export();

        var card = await File.ReadAllTextAsync(Path.Combine(Bundle, "README.md"));
        Assert.Contains(
            "A text classifier: bidirectional GRU with one layer, and a wide channel of n-grams beside it. It gives a text the probability of each of 3 labels: \"Ärger\", \"lob\", \"其他\".",
            card,
            StringComparison.Ordinal);
        Assert.Contains($"| N-grams | {count:N0}; of 1 to 3 words, of 2 to 5 characters within a word, from the first 10,000 tokens |", card, StringComparison.Ordinal);
        Assert.Contains("| Tokens read | 10, of a longer text those at both ends; shorter texts are padded on the right, which the model does not read |", card, StringComparison.Ordinal);
        Assert.Contains("## What the files reveal", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Threshold", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_TestReport_IsInTheManifestTheCardAndTheInspection()
    {
        double[][] probabilities = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]];
        var report = ClassificationReport.Of(TinyGeneralCheckpoint.ThreeLabels, [0, 1, 2, 2], i => probabilities[i], threshold: 0.5);
        Write(TinyGeneralCheckpoint.Create() with { TestReport = report });

        await _program.Export();

        Assert.Equal(report.Labels, ModelBundle.Read(Bundle).Manifest.Metrics!.TestReport!.Labels);
        var card = await File.ReadAllTextAsync(Path.Combine(Bundle, "README.md"));
        Assert.Contains("| Accuracy, 95% interval | 75.00% (30.06 to 95.44) |", card, StringComparison.Ordinal);
        Assert.Contains("| Macro F1, weighted F1 | 77.78%, 75.00% |", card, StringComparison.Ordinal);
        Assert.Contains("| lob   |    50.00% | 100.00% |  66.67% |     1 |", card, StringComparison.Ordinal);
        Assert.Contains("| 其他                |     0 |   1 |  1 |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ManyLabels_CardShowsTheFirstOnes()
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(77)));

        await _program.Export();

        Assert.Contains("\"c11\" and 65 more, which bundle.json lists.", await File.ReadAllTextAsync(Path.Combine(Bundle, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task Verify_TestSetOfTheRun_CertifiesTheProbabilitiesOfAllLabels(int classes)
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(RecurrentCell.Lstm, bidirectional: true, labels: Labels(classes)));
        var data = WriteTestSet(checkpoint);

        var result = await _program.Export("--verify", data);

        Assert.Equal("", string.Concat(result.Failures));
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Bundle, "parity.json")));
        Assert.Equal(1.0, parity.RootElement.GetProperty("trainerAccuracy").GetDouble());
        var batches = parity.RootElement.GetProperty("batches").EnumerateArray().ToList();
        Assert.Equal(10, batches.Count); // five plans, with length buckets and without
        Assert.All(batches, batch =>
        {
            Assert.InRange(batch.GetProperty("largestDifference").GetDouble(), 0, 1e-5);
            Assert.Equal((0, 1.0), (batch.GetProperty("flips").GetInt32(), batch.GetProperty("accuracy").GetDouble()));
        });
    }

    [Fact]
    public async Task Verify_OneWrongLogit_IsRefusedWithItsLabel()
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create());
        var data = WriteTestSet(checkpoint, (logits, text) => logits[1] += text == 7 ? 0.01f : 0);

        var result = await _program.Export("--verify", data);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Matches(@"id 7: found probability 0\.\d{7} \(logit -?[\d.]+\) of lob by the trainer, expected ONNX Runtime's", Assert.Single(result.Failures));
    }

    [Theory]
    [InlineData("ids")]
    [InlineData("nGrams")]
    public async Task Export_ProbeWithOtherIds_IsRefused(string field)
    {
        var checkpoint = TinyGeneralCheckpoint.Create();
        var probe = checkpoint.Probes[8];
        var other = field == "ids" ? probe with { Ids = [1, .. probe.Ids.Skip(1).Select(id => id == 1 ? 2 : id)] } : probe with { NGrams = [.. probe.NGrams!.Skip(1)] };
        Write(checkpoint with { Probes = [other] });

        var result = await _program.Export();

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Contains($"line 1: {field}: found", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(6, false)]
    public async Task Export_RawTextInput_GivesTheTrainersNumbers(int classes, bool wide)
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(labels: Labels(classes), wide: wide));

        var result = await _program.Export("--input", "text", "--verify", WriteTestSet(checkpoint));

        Assert.Equal("", string.Concat(result.Failures));
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Bundle, "parity.json")));
        Assert.InRange(parity.RootElement.GetProperty("fromText").GetProperty("largestDifference").GetDouble(), 0, 1e-5);
    }

    [Fact]
    public async Task Inspect_GeneralBundle_ShowsIt()
    {
        var count = Write(TinyGeneralCheckpoint.Create()).NGrams!.Count;
        await _program.Export();

        var result = await ExporterProgram.Invoke(["inspect", Bundle]);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("gru1: embedding 7, hidden state 5, pooling MeanMax", result.Output, StringComparison.Ordinal);
        Assert.Contains($"| N-grams | {count:N0} |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| Labels | Ärger, lob, 其他 |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| Padding | not read |", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _program.Dispose();

    static string[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => $"c{i:00}")];

    Checkpoint Write(Checkpoint checkpoint)
    {
        checkpoint = checkpoint with { Config = checkpoint.Config with { Name = "model" } };
        checkpoint.Write(Best);
        return checkpoint;
    }

    /// <summary>The probes as a test set whose labels are what the trainer's logits say.</summary>
    string WriteTestSet(Checkpoint checkpoint, Action<float[], int>? change = null)
    {
        var comparison = new ScoreComparison(checkpoint.Config.Threshold);
        var rows = checkpoint.Probes.Skip(1).Select((probe, i) => // an empty text is no row of a table
        {
            var label = comparison.LabelOf(ScoreComparison.Probabilities(ScoreComparison.Doubles(probe.Outputs)));
            var logits = probe.Outputs;
            change?.Invoke(logits, i);
            return (Text: probe.Text, Label: label, Recorded: RecordedLogit.Of($"{i}", label, logits));
        }).ToList();
        JsonLinesFile.Write(Path.Combine(Best, Checkpoint.TestLogitsFile), rows.Select(row => row.Recorded), ArtifactJsonLines.Default.RecordedLogit);
        var data = _program["test.csv"];
        File.WriteAllLines(data, rows.Select(row => $"{row.Recorded.Id},\"{row.Text}\",{checkpoint.Config.Labels[row.Label]}").Prepend("id,text,label"));
        return data;
    }
}
