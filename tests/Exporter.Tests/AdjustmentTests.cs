using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

/// <summary><c>--calibrate</c> and <c>--threshold</c>.</summary>
public sealed class AdjustmentTests : IDisposable
{
    const double Temperature = 2.5;

    // What the exporter itself allows between ONNX Runtime and the trainer.
    const double Tolerance = 1e-5;

    readonly ExporterProgram _program = new();

    string Bundle => Path.Combine(_program.Models, "model");

    string Best => Path.Combine(_program.Run, "model", "best");

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(6, false)]
    public async Task Calibrate_AnyModel_DividesTheLogitsInEveryPrecision(int classes, bool wide)
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(labels: Labels(classes), wide: wide));

        foreach (var precision in new[] { "fp32", "fp16", "int8", "int8-all" })
        {
            var result = await _program.Export("--calibrate", "--precision", precision);

            Assert.Equal("", string.Concat(result.Failures));
            using var classifier = TextClassifier.Load(Bundle);
            Assert.True(classifier.Verify().Passes(), precision);
            var golden = ReadGolden();
            Assert.Equal(checkpoint.Probes.Select(probe => probe.Text), golden.Select(probe => probe.Text));
            foreach (var (before, after) in checkpoint.Probes.Zip(golden))
            {
                Assert.Equal(before.Outputs.Select(logit => (float)(logit / Temperature)), after.Outputs);
            }
        }
    }

    [Fact]
    public async Task Calibrate_Probabilities_AreThoseOfTheDividedLogits()
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(labels: Labels(3)));

        await _program.Export("--calibrate");

        using var classifier = TextClassifier.Load(Bundle);
        foreach (var probe in checkpoint.Probes)
        {
            var expected = TemperatureScaling.Probabilities(probe.Outputs, Temperature);
            var found = classifier.Classify(probe.Text).Probabilities;
            Assert.All(checkpoint.Config.Labels.Index(), label => Assert.Equal(expected[label.Index], found[label.Item], Tolerance));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Calibrate_TextGraphAndTestSet_AreComparedWithTheDividedLogits(int classes)
    {
        var checkpoint = Write(TinyGeneralCheckpoint.Create(labels: Labels(classes)));

        var result = await _program.Export("--calibrate", "--input", "text", "--verify", WriteTestSet(checkpoint));

        Assert.Equal("", string.Concat(result.Failures));
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Bundle, "parity.json")));
        Assert.Equal(Temperature, parity.RootElement.GetProperty("temperature").GetDouble());
        Assert.InRange(parity.RootElement.GetProperty("fromText").GetProperty("largestDifference").GetDouble(), 0, Tolerance);
        Assert.Contains("| Temperature | 2.5000; the logits are divided by it", Card(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithoutTheOptions_IgnoresCalibrationAndPredictions()
    {
        var checkpoint = TinyCheckpoint.Create();
        checkpoint.Write(Best);
        Assert.Equal("", string.Concat((await _program.Export()).Failures));
        var before = Files();
        new ModelCalibration(Temperature, 10, 0.5, 0.4, 0.2, 0.1).Write(Best);
        File.WriteAllText(Path.Combine(Best, "predictions.csv"), "damaged");

        Assert.Equal("", string.Concat((await _program.Export()).Failures));

        Assert.Equal(before, Files());

        Dictionary<string, string> Files() =>
            Directory.EnumerateFiles(Bundle).ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
    }

    [Fact]
    public async Task Calibrate_RunWithoutCalibration_IsRefused()
    {
        Write(TinyGeneralCheckpoint.Create());
        File.Delete(Path.Combine(Best, "calibration.json"));

        var result = await _program.Export("--calibrate");

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Matches("calibration.json: found no such file, expected what the trainer writes when training has ended", Assert.Single(result.Failures));
        Assert.False(Directory.Exists(Bundle));
    }

    // The last label has the texts 0.9, 0.7 and 0.4, the first one 0.6 and 0.2.
    [Theory]
    [InlineData("best-f1", 0.3)]        // three found, one of them wrong: F1 0.857
    [InlineData("precision=0.95", 0.65)]
    [InlineData("recall=0.95", 0.3)]
    [InlineData("0.25", 0.25)]
    public async Task Threshold_Goal_IsChosenOnTheValidationTexts(string goal, double expected)
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(2)), [(0.9, 1), (0.7, 1), (0.6, 0), (0.4, 1), (0.2, 0)]);

        var result = await _program.Export("--threshold", goal);

        Assert.Equal("", string.Concat(result.Failures));
        Assert.Equal(expected, ModelBundle.Read(Bundle).Manifest.Threshold, 1e-6); // of probabilities from logits in float32
        using var classifier = TextClassifier.Load(Bundle);
        Assert.True(classifier.Verify().Passes());
        Assert.Contains(goal == "0.25" ? ", given to the exporter |" : $", chosen for {goal} on the validation texts |", Card(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threshold_TestSet_IsCountedWithIt()
    {
        var checkpoint = TinyGeneralCheckpoint.Create(labels: Labels(2));
        var report = ClassificationReport.Of(checkpoint.Config.Labels, [0, 1], i => [0.6], threshold: 0.5);
        Write(checkpoint with { Test = new ClassificationMetrics(1, 1, 0, 0), TestReport = report });
        JsonLinesFile.Write(
            Path.Combine(Best, Checkpoint.TestLogitsFile), [RecordedLogit.Of("a", 0, [0.4f]), RecordedLogit.Of("b", 1, [1.5f])], ArtifactJsonLines.Default.RecordedLogit);

        await _program.Export("--threshold", "0.7");

        var metrics = ModelBundle.Read(Bundle).Manifest.Metrics!;
        Assert.Equal(new ClassificationMetrics(1, 0, 1, 0), metrics.Test);
        Assert.Equal(1.0, metrics.TestReport!.Accuracy);
    }

    [Fact]
    public async Task CalibrateAndThreshold_Together_ChooseOnTheCalibratedProbabilities()
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(2)), [(0.9, 1), (0.2, 0)]);

        await _program.Export("--calibrate", "--threshold", "best-f1");

        var expected = new[] { 0.9, 0.2 }.Select(p => TemperatureScaling.Probabilities([Logit(p)], Temperature)[0]).Average();
        Assert.Equal(expected, ModelBundle.Read(Bundle).Manifest.Threshold, 1e-12);
        Assert.Contains("## Calibration and threshold", Card(), StringComparison.Ordinal);
        Assert.Matches(@"\| Validation, 2 \| as exported +\| +100\.00% \(34\.24 to 100\.00\) \|", Card());
    }

    [Fact]
    public async Task Threshold_GoalThatIsNotReached_IsRefusedInOneLine()
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(2)), [(0.9, 0), (0.7, 1)]);

        var result = await _program.Export("--threshold", "precision=0.9");

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            "error: --threshold: model: no threshold reaches precision=0.9 on 2 validation texts; the highest precision is 0.5000, with a recall of 1.0000", Assert.Single(result.Failures));
    }

    [Fact]
    public async Task Threshold_ThreeLabels_IsRefused()
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(3)));

        var result = await _program.Export("--threshold", "0.7");

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("--threshold: found 0.7 for model, which has 3 labels, expected none", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threshold_RunWithoutPredictions_IsRefusedUnlessItIsANumber()
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(2)));
        File.Delete(Path.Combine(Best, "predictions.csv"));

        Assert.Equal(ExitCode.BadArtifact, (await _program.Export("--threshold", "best-f1")).ExitCode);
        Assert.Equal(ExitCode.Done, (await _program.Export("--threshold", "0.7")).ExitCode);
        Assert.Equal(0.7, ModelBundle.Read(Bundle).Manifest.Threshold);
    }

    [Theory]
    [InlineData("much", "--threshold: found \"much\", expected best-f1, precision=0.95, recall=0.95 (0 to 1), or a number from 0 to 1")]
    [InlineData("1.5", "--threshold: found \"1.5\", expected best-f1")]
    public async Task Threshold_NoGoal_IsRefused(string goal, string expected)
    {
        Write(TinyGeneralCheckpoint.Create(labels: Labels(2)));

        Assert.Contains(expected, Assert.Single((await _program.Export("--threshold", goal)).Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--calibrate")]
    [InlineData("--threshold", "0.7")]
    public async Task Weights_WithAnOptionOfRuns_IsRefused(params string[] options)
    {
        var result = await ExporterProgram.Invoke(["--to", "onnx", "--weights", "model.safetensors", .. options]);

        Assert.Contains($"{options[0]}: cannot be combined with --weights", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    static string[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => $"c{i:00}")];

    static float Logit(double probability) => (float)Math.Log(probability / (1 - probability));

    string Card() => File.ReadAllText(Path.Combine(Bundle, "README.md"));

    List<Probe> ReadGolden() => [.. File.ReadLines(Path.Combine(Bundle, "golden.jsonl")).Select(line => JsonSerializer.Deserialize(line, ArtifactJsonLines.Default.Probe)!)];

    /// <summary>Writes a checkpoint with a calibration and predictions: of two labels the given probabilities of the last one.</summary>
    Checkpoint Write(Checkpoint checkpoint, (double Probability, int Label)[]? validation = null)
    {
        checkpoint = checkpoint with { Config = checkpoint.Config with { Name = "model" } };
        checkpoint.Write(Best);
        new ModelCalibration(Temperature, 10, 0.5, 0.4, 0.2, 0.1).Write(Best);
        var labels = new LabelSet(checkpoint.Config.Labels);
        var texts = labels.Count == 2
            ? (validation ?? [(0.9, 1), (0.2, 0)]).Select(text => (text.Label, Logits: (float[])[Logit(text.Probability)]))
            : checkpoint.Probes.Select(probe => (Label: 0, Logits: probe.Outputs));
        PredictionFile.Write(
            Path.Combine(Best, "predictions.csv"), labels,
            texts.Select((text, i) => new PredictedText(PredictionFile.ValidationPart, $"{i}", text.Label, 0, 3, 0, text.Logits)));
        return checkpoint;
    }

    /// <summary>The probes as a test set whose labels are what the trainer's logits say.</summary>
    string WriteTestSet(Checkpoint checkpoint)
    {
        var comparison = new ScoreComparison(checkpoint.Config.Threshold);
        var rows = checkpoint.Probes.Skip(1).Select((probe, i) => (probe.Text, Recorded: RecordedLogit.Of(
            $"{i}", comparison.LabelOf(ScoreComparison.Probabilities(ScoreComparison.Doubles(probe.Outputs))), probe.Outputs))).ToList(); // an empty text is no row of a table
        JsonLinesFile.Write(Path.Combine(Best, Checkpoint.TestLogitsFile), rows.Select(row => row.Recorded), ArtifactJsonLines.Default.RecordedLogit);
        var data = _program["test.csv"];
        File.WriteAllLines(data, rows.Select(row => $"{row.Recorded.Id},\"{row.Text}\",{checkpoint.Config.Labels[row.Recorded.Label]}").Prepend("id,text,label"));
        return data;
    }
}
