using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

/// <summary>Damaged checkpoints, and sound ones whose numbers ONNX Runtime does not give: one clear line, exit code 2, no bundle.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    readonly ExporterProgram _program = new();

    string Best => Path.Combine(_program.Run, "gru1", "best");

    [Theory]
    [InlineData(Checkpoint.ConfigFile)]
    [InlineData(Checkpoint.WeightsFile)]
    [InlineData(Checkpoint.VocabularyFileName)]
    [InlineData(Checkpoint.MetricsFile)]
    [InlineData(Checkpoint.ProbesFile)]
    public Task Export_MissingFile_IsRefused(string file) =>
        Refused(() => File.Delete(Path.Combine(Best, file)), file, "found no such file");

    [Theory]
    [InlineData(Checkpoint.ConfigFile, "")]
    [InlineData(Checkpoint.ConfigFile, "{\"formatVersion\": 1")]
    [InlineData(Checkpoint.ConfigFile, "{\"formatVersion\": 2}")]
    [InlineData(Checkpoint.ConfigFile, "[]")]
    [InlineData(Checkpoint.MetricsFile, "")]
    [InlineData(Checkpoint.MetricsFile, "{\"epoch\": 1}\n")]
    [InlineData(Checkpoint.ProbesFile, "")]
    [InlineData(Checkpoint.ProbesFile, "{\"text\": \"a\", \"ids\": [1], \"logit\": NaN}\n")]
    [InlineData(Checkpoint.ProbesFile, "{\"text\": \"a\", \"ids\": [1], \"logit\": 1e400}\n")]
    [InlineData(Checkpoint.ProbesFile, "garbage\n")]
    [InlineData(Checkpoint.WeightsFile, "garbage instead of a header")]
    [InlineData(Checkpoint.VocabularyFileName, "one\n")]
    [InlineData(Checkpoint.TestFile, "{}")]
    public Task Export_GarbageInAFile_IsRefused(string file, string content) =>
        Refused(() => File.WriteAllText(Path.Combine(Best, file), content), file, "found ");

    [Fact]
    public Task Export_CutWeights_IsRefused() => Refused(
        () =>
        {
            using var file = File.OpenWrite(Path.Combine(Best, Checkpoint.WeightsFile));
            file.SetLength(file.Length - 4);
        },
        Checkpoint.WeightsFile,
        "bytes of values");

    [Fact]
    public Task Export_WeightsOfAnotherShape_IsRefused() => Refused(
        Replace("fc.weight", tensor => new NamedTensor(tensor.Name, [tensor.Shape[1], 1], tensor.Data)),
        Checkpoint.WeightsFile,
        "fc.weight: found shape [5, 1], expected [1, 5]");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public Task Export_WeightThatIsNoNumber_IsRefused(float value) => Refused(
        Replace("rnn.bias_hh_l0", tensor =>
        {
            tensor.Data[3] = value;
            return tensor;
        }),
        Checkpoint.WeightsFile,
        "rnn.bias_hh_l0: found a value that is not finite");

    [Fact]
    public Task Export_ProbeWithOtherIds_NamesItsLine() => Refused(
        DoctorProbe(7, probe => probe with { Ids = [.. probe.Ids.SkipLast(1), 12] }),
        Checkpoint.ProbesFile,
        "line 8: ids: found 10 ids [0, ..., ");

    [Fact]
    public Task Export_ProbeBeyondTheTolerance_SaysByHowMuch() => Refused(
        DoctorProbe(4, probe => probe with { Logit = probe.Outputs[0] + 0.01f }),
        Checkpoint.ProbesFile,
        @"line 5: found probability 0.\d{7} \(logit \S+\) by the trainer, expected ONNX Runtime's 0.\d{7} \(logit \S+\) within 1e-5 and with the same label, but they are [12].\de-3 apart at batch size 1 with length buckets$");

    [Fact]
    public Task Export_OtherWeightsThanTheProbesHad_IsRefused() => Refused(
        Replace("rnn.weight_hh_l0", tensor =>
        {
            // What a mistake in the gate order would do.
            tensor.ReorderGates([1, 0, 2]).CopyTo(tensor.Data, 0);
            return tensor;
        }),
        Checkpoint.ProbesFile,
        "apart at batch size 1 with length buckets");

    [Fact]
    public async Task Export_LabelThatDiffersWithinTheTolerance_IsRefused()
    {
        // Two probabilities around the threshold, far closer to each other than the tolerance.
        var checkpoint = TinyCheckpoint.Create();
        var probability = 1 / (1 + Math.Exp(-checkpoint.Probes[9].Outputs[0]));
        (checkpoint with { Config = checkpoint.Config with { Threshold = probability + 1e-6 } }).Write(Best);
        DoctorProbe(9, probe => probe with { Logit = (float)Math.Log((probability + 2e-6) / (1 - probability - 2e-6)) })();

        var result = await _program.Export();

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Contains("line 10: found probability", Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.EndsWith("but their labels differ at batch size 1 with length buckets", result.Failures[0], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await _program.Export("--precision", "fp16")).ExitCode);
    }

    [Fact]
    public async Task Export_ProbeBeyondTheTolerance_LeavesTheOlderBundle()
    {
        TinyCheckpoint.Create().Write(Best);
        await _program.Export();
        var older = await File.ReadAllBytesAsync(Path.Combine(_program.Models, "gru1", ModelBundle.ManifestFile));
        DoctorProbe(39, probe => probe with { Logit = -probe.Outputs[0] })();

        var result = await _program.Export();

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.Equal(older, await File.ReadAllBytesAsync(Path.Combine(_program.Models, "gru1", ModelBundle.ManifestFile)));
        Assert.Single(Directory.EnumerateFileSystemEntries(_program.Models));
    }

    public void Dispose() => _program.Dispose();

    async Task Refused(Action damage, string file, string message)
    {
        TinyCheckpoint.Create().Write(Best);
        damage();

        var result = await _program.Export();

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        var failure = Assert.Single(result.Failures);
        Assert.StartsWith($"error: {Path.Combine(Best, file)}: ", failure, StringComparison.Ordinal);
        if (message.Contains('\\', StringComparison.Ordinal))
        {
            Assert.Matches(message, failure);
        }
        else
        {
            Assert.Contains(message, failure, StringComparison.Ordinal);
        }

        Assert.True(!Directory.Exists(_program.Models) || !Directory.EnumerateFileSystemEntries(_program.Models).Any(), "something was left behind");
    }

    Action Replace(string name, Func<NamedTensor, NamedTensor> change) => () =>
    {
        var path = Path.Combine(Best, Checkpoint.WeightsFile);
        var changed = new StateDict();
        foreach (var tensor in SafetensorsFile.Read(path))
        {
            changed.Add(tensor.Name == name ? change(tensor) : tensor);
        }

        using var stream = File.Create(path);
        SafetensorsFile.Write(stream, changed);
    };

    Action DoctorProbe(int index, Func<Probe, Probe> change) => () =>
    {
        var probes = Checkpoint.Read(Best).Probes.ToArray();
        probes[index] = change(probes[index]);
        JsonLinesFile.Write(Path.Combine(Best, Checkpoint.ProbesFile), probes, ArtifactJsonLines.Default.Probe);
    };
}
