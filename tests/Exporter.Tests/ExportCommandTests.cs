using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

public sealed class ExportCommandTests : IDisposable
{
    readonly ExporterProgram _program = new();

    [Theory]
    [InlineData(RecurrentCell.Rnn, 1, false)]
    [InlineData(RecurrentCell.Lstm, 2, false)]
    [InlineData(RecurrentCell.Gru, 3, true)]
    public async Task Export_OneModel_WritesABundleThatScoresAsTheCheckpoint(RecurrentCell cell, int layers, bool bidirectional)
    {
        var checkpoint = TinyCheckpoint.Create(cell, layers, bidirectional);
        var name = checkpoint.Config.Name;
        checkpoint.Write(Best(name));

        var result = await _program.Export();

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        Assert.Matches($@"^{name}: opset 17, fp32, [\d.]+ kB, largest difference \d\.\de-\d+ on 40 probes -> \S+{name}\n$", result.Output);
        using var scorer = TextClassifier.Load(Path.Combine(_program.Models, name));
        Assert.Equal(checkpoint.Config.Model, scorer.Manifest.Model);
        Assert.Equal(checkpoint.Config.Preprocessing, scorer.Manifest.Preprocessing);
        Assert.Equal(new TrainingMetrics(2, 0.55, 0.7, checkpoint.Test), scorer.Manifest.Metrics);
        Assert.Equal("1.12", scorer.Manifest.Graph.MinimumOnnxRuntime);
        Assert.All(checkpoint.Probes, probe => Assert.Equal(probe.Outputs[0], scorer.Classify(probe.Text).Logit, tolerance: 1e-5));
        Assert.Equal(
            ["README.md", "bundle.json", "golden.jsonl", "model.onnx", "vocabulary.txt"],
            Directory.EnumerateFiles(Path.Combine(_program.Models, name)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_AllModels_WritesALineForEach()
    {
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            TinyCheckpoint.Create(cell).Write(Best($"{cell}1".ToLowerInvariant()));
        }

        var result = await _program.Export();

        Assert.Equal(["gru1", "lstm1", "rnn1"], result.Output.TrimEnd().Split('\n').Select(line => line.Split(':')[0]));
    }

    [Fact]
    public async Task Export_SomeModels_LeavesTheOthers()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            TinyCheckpoint.Create().Write(Best(name));
        }

        await _program.Export("--model", "a, c");

        Assert.Equal(["a", "c"], Directory.EnumerateDirectories(_program.Models).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_Twice_GivesTheSameBytes()
    {
        TinyCheckpoint.Create(RecurrentCell.Lstm, layers: 2).Write(Best("lstm2"));
        await _program.Export();
        var first = Files();

        await _program.Export();

        Assert.Equal(first, Files());
    }

    [Fact]
    public async Task Export_ModelCard_TellsWhatWasMeasured()
    {
        TinyCheckpoint.Create().Write(Best("gru1"));

        await _program.Export();

        var card = await File.ReadAllTextAsync(Path.Combine(_program.Models, "gru1", "README.md"));
        Assert.Contains("| Validation accuracy | 70.00% |", card, StringComparison.Ordinal);
        Assert.Contains("| Accuracy | 75.00% |", card, StringComparison.Ordinal);
        Assert.Contains("shorter texts are padded on the left, which the graph can skip |", card, StringComparison.Ordinal);
        Assert.Contains("in batches of 1, 2, 7, 64, ragged, with length buckets and without |", card, StringComparison.Ordinal);
        Assert.Contains("| Labels that differ | 0 of 400 comparisons |", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithoutTest_SaysThatNothingWasMeasured()
    {
        (TinyCheckpoint.Create() with { Test = null }).Write(Best("gru1"));

        await _program.Export();

        Assert.Contains("not measured", await File.ReadAllTextAsync(Path.Combine(_program.Models, "gru1", "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("22")]
    [InlineData("-1")]
    public async Task Export_OpsetOutsideTheTable_IsRefusedBeforeAnythingIsRead(string opset)
    {
        var result = await _program.Export("--opset", opset);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: --opset: found {opset}, expected 13 to 21"], result.Failures);
    }

    [Fact]
    public async Task Export_UnknownModel_NamesThoseOfTheRun()
    {
        TinyCheckpoint.Create().Write(Best("gru1"));

        var result = await _program.Export("--model", "gru1,gru7");

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: --model: found \"gru7\", expected all or some of gru1, which {_program.Run} has"], result.Failures);
        Assert.False(Directory.Exists(_program.Models));
    }

    [Fact]
    public async Task Export_MissingRun_IsRefused()
    {
        var result = await _program.Export();

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal([$"error: --run: {_program.Run}: found no such directory, expected the directory of a training run"], result.Failures);
    }

    [Fact]
    public async Task Export_RunWithoutCheckpoint_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_program.Run, "gru1"));

        var result = await _program.Export();

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("found no checkpoint, expected <model>/best/", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--to is missing")]
    [InlineData("--to: found \"tflite\", expected onnx", "--to", "tflite")]
    [InlineData("unknown option \"--bogus\"", "--to", "onnx", "--bogus")]
    [InlineData("--provider: found \"gpu\", expected cpu, cuda or managed", "--to", "onnx", "--provider", "gpu")]
    [InlineData("--opset: found \"x\", expected a whole number", "--to", "onnx", "--opset", "x")]
    public async Task Export_BadCommandLine_SaysWhatIsWrong(string message, params string[] args)
    {
        var result = await ExporterProgram.Invoke(args);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Cancelled_LeavesNothing()
    {
        TinyCheckpoint.Create().Write(Best("gru1"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var result = await ExporterProgram.Invoke(["--to", "onnx", "--run", _program.Run, "--output", _program.Models], cancelled.Token);

        Assert.Equal(ExitCode.Cancelled, result.ExitCode);
        Assert.False(Directory.Exists(_program.Models));
    }

    public void Dispose() => _program.Dispose();

    string Best(string model) => Path.Combine(_program.Run, model, "best");

    SortedDictionary<string, string> Files() => new(
        Directory.EnumerateFiles(_program.Models, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(_program.Models, file), file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);
}
