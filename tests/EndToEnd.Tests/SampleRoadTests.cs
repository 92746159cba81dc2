using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

public sealed class SampleRoadTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public async Task ThreePrograms_OnTheSample_ScoreWhatWasTrained()
    {
        // One model of each cell, and both depths; two epochs are enough to pass every joint of the road.
        string[] models = ["rnn1", "lstm2", "gru1"];
        var (trained, table, trainLog) = await ProgramRunner.Run(
            "trainer", _temp.Path, "run", "--models", string.Join(',', models), "--epochs", "2", "--output", "runs/sample");
        Assert.True(trained == 0, trainLog);
        Assert.All(models, model => Assert.Contains($"| {model} ", table, StringComparison.Ordinal));

        var (exported, _, exportLog) = await ProgramRunner.Run("exporter", _temp.Path, "--to", "onnx");
        Assert.True(exported == 0, exportLog);

        var test = Path.Combine(AppContext.BaseDirectory, "data", "sample", "test.csv");
        foreach (var model in models)
        {
            var (verified, _, verifyLog) = await ProgramRunner.Run("scorer", _temp.Path, "verify", "--bundle", $"models/{model}");
            Assert.True(verified == 0, verifyLog);

            var (scored, _, scoreLog) = await ProgramRunner.Run(
                "scorer", _temp.Path, "score", "--bundle", $"models/{model}", "--input", test, "--output", $"{model}.csv");
            Assert.True(scored == 0, scoreLog);
            AssertAgree(Checkpoint.ReadTestLogits(_temp["runs", "sample", model, "best"]), File.ReadAllLines(_temp[$"{model}.csv"]));
        }
    }

    [Fact]
    public async Task Scorer_BundleWithAChangedByte_ExitsWithTwoAndWritesNothing()
    {
        Assert.Equal(0, (await ProgramRunner.Run("trainer", _temp.Path, "run", "--models", "gru1", "--epochs", "1", "--output", "runs/one")).ExitCode);
        Assert.Equal(0, (await ProgramRunner.Run("exporter", _temp.Path, "--to", "onnx", "--run", "runs/one")).ExitCode);
        var graph = _temp["models", "gru1", ModelBundle.GraphFile];
        var bytes = File.ReadAllBytes(graph);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(graph, bytes);
        File.WriteAllText(_temp["in.csv"], "text\ngood\n");

        var (exitCode, output, error) = await ProgramRunner.Run(
            "scorer", _temp.Path, "score", "--bundle", "models/gru1", "--input", "in.csv", "--output", "out.csv");

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("model.onnx: SHA-256: found", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["out.csv"]));
    }

    public void Dispose() => _temp.Dispose();

    static void AssertAgree(IReadOnlyList<RecordedLogit> logits, string[] lines)
    {
        var header = lines[0].Split(',');
        var (id, label, probability) = (Array.IndexOf(header, "id"), Array.IndexOf(header, "label"), Array.IndexOf(header, "probability"));
        Assert.Equal(logits.Count, lines.Length - 1);
        Assert.All(logits.Zip(lines.Skip(1)), pair =>
        {
            var fields = pair.Second.Split(',');
            var expected = 1 / (1 + Math.Exp(-pair.First.Outputs[0]));
            Assert.Equal(pair.First.Id, fields[id]);
            Assert.Equal(Math.Max(expected, 1 - expected), double.Parse(fields[probability], CultureInfo.InvariantCulture), tolerance: 1e-5); // the contract of the toolkit
            Assert.Equal(expected >= 0.5 ? "pos" : "neg", fields[label]);
        });
    }
}
