using System.Globalization;
using System.Text.Json;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

/// <summary><c>--verify</c>: the whole test set through the bundle, against the logits that the trainer recorded.</summary>
public sealed class VerifyTests : IDisposable
{
    readonly ExporterProgram _program = new();
    readonly Checkpoint _checkpoint = TinyCheckpoint.Create(RecurrentCell.Lstm, layers: 2);

    string Data => _program["test.csv"];

    string Best => Path.Combine(_program.Run, "lstm2", "best");

    [Fact]
    public async Task Verify_TestSetOfTheRun_WritesACertificate()
    {
        Write();

        var result = await _program.Export("--verify", Data);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        var directory = Path.Combine(_program.Models, "lstm2");
        Assert.Contains("parity.json", ModelBundle.Read(directory).Manifest.Files.Keys);
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(directory, "parity.json")));
        var root = parity.RootElement;
        Assert.Equal((40, "fp32", "cpu"), (root.GetProperty("texts").GetInt32(), root.GetProperty("precision").GetString(), root.GetProperty("provider").GetString()));
        Assert.Equal(
            from lengthBuckets in new[] { true, false }
            from batchSize in new[] { "1", "2", "7", "64", "ragged" }
            select (batchSize, lengthBuckets),
            root.GetProperty("batches").EnumerateArray().Select(batch => (batch.GetProperty("batchSize").GetString()!, batch.GetProperty("lengthBuckets").GetBoolean())));
        Assert.All(root.GetProperty("batches").EnumerateArray(), batch =>
        {
            Assert.InRange(batch.GetProperty("largestDifference").GetDouble(), 0, 1e-5);
            Assert.InRange(batch.GetProperty("meanDifference").GetDouble(), 0, batch.GetProperty("largestDifference").GetDouble());
            Assert.Equal(0, batch.GetProperty("flips").GetInt32());
            Assert.Equal(root.GetProperty("trainerAccuracy").GetDouble(), batch.GetProperty("accuracy").GetDouble());
        });
        Assert.Matches(@"\| ragged +\| (yes|no) +\| +40 \| +\d\.\de[-+]\d+ \| +\d\.\de[-+]\d+ \| +0 \| +([\d.]+%) \| +\2 \|", result.Output);
        Assert.Contains("## Parity on the test set", await File.ReadAllTextAsync(Path.Combine(directory, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_TwoDirections_HaveNoLengthBuckets()
    {
        Write(TinyCheckpoint.Create(bidirectional: true));

        var result = await _program.Export("--verify", Data);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, string.Concat(result.Failures)));
        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_program.Models, "lstm2", "parity.json")));
        Assert.Equal(5, parity.RootElement.GetProperty("batches").GetArrayLength());
        Assert.All(parity.RootElement.GetProperty("batches").EnumerateArray(), batch => Assert.False(batch.GetProperty("lengthBuckets").GetBoolean()));
    }

    [Fact]
    public async Task Verify_Accuracy_IsTheShareOfRightLabels()
    {
        // Every fourth label is turned round, so exactly a quarter is wrong.
        Write(label: (right, index) => index % 4 == 0 ? 1 - right : right);

        await _program.Export("--verify", Data);

        using var parity = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_program.Models, "lstm2", "parity.json")));
        Assert.Equal(0.75, parity.RootElement.GetProperty("trainerAccuracy").GetDouble());
    }

    [Fact]
    public async Task Verify_LogitBeyondTheTolerance_LeavesNoBundle()
    {
        Write(logit: (logit, index) => index == 17 ? logit + 0.01f : logit);

        var result = await _program.Export("--verify", Data);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.Matches(@"test-logits\.jsonl: id 17: found probability 0\.\d{7} \(logit \S+\) by the trainer, expected ONNX Runtime's 0\.\d{7} \(logit \S+\) within 1e-5 and with the same label, but they are [12]\.\de-3 apart at batch size 1 with length buckets$", Assert.Single(result.Failures));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_program.Models));
    }

    [Fact]
    public async Task Verify_DifferenceWithinTheToleranceThatWasAsked_IsCertifiedWithIt()
    {
        Write(logit: (logit, index) => index == 17 ? logit + 0.01f : logit);

        var result = await _program.Export("--verify", Data, "--tolerance", "0.02");

        Assert.Equal(ExitCode.Done, result.ExitCode);
        using var certificate = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_program.Models, "lstm2", "parity.json")));
        Assert.Equal(0.02, certificate.RootElement.GetProperty("bounds").GetProperty("difference").GetDouble());
    }

    [Theory]
    [InlineData("--tolerance: needs --verify", "--tolerance", "0.1")]
    [InlineData("--tolerance: needs fp32 in --precision; fp16 and int8 have their own bounds", "--tolerance", "0.1", "--verify", "x", "--precision", "int8")]
    [InlineData("--tolerance: found 0, expected a number above 0 and below 1", "--tolerance", "0", "--verify", "test.csv")]
    public async Task Tolerance_ThatMakesNoSense_IsRefused(string message, params string[] options)
    {
        var result = await _program.Export(options);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal($"error: {message}", Assert.Single(result.Failures));
    }

    [Fact]
    public async Task Verify_OtherOrderOfRows_IsJoinedById()
    {
        Write();
        var lines = await File.ReadAllLinesAsync(Data);
        await File.WriteAllLinesAsync(Data, [lines[0], .. lines.Skip(1).Reverse()]);

        Assert.Equal(ExitCode.Done, (await _program.Export("--verify", Data)).ExitCode);
    }

    [Theory]
    [InlineData("found 39 texts, expected the 40 that the trainer scored as its test set", "39,")]
    [InlineData("found no text with the id 7, expected the test set that the trainer scored", "7,", "77,")]
    [InlineData("id 7: found it twice, expected each id once", "8,", "7,")]
    public async Task Verify_AnotherTestSet_IsRefused(string message, string row, string? replacement = null)
    {
        Write();
        var lines = await File.ReadAllLinesAsync(Data);
        await File.WriteAllLinesAsync(Data, lines
            .Where(line => replacement is not null || !line.StartsWith(row, StringComparison.Ordinal))
            .Select(line => line.StartsWith(row, StringComparison.Ordinal) ? replacement + line[row.Length..] : line));

        var result = await _program.Export("--verify", Data);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.EndsWith(message, Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_program.Models) && Directory.EnumerateFileSystemEntries(_program.Models).Any());
    }

    [Fact]
    public async Task Verify_OtherLabels_IsRefused()
    {
        Write();
        var lines = await File.ReadAllLinesAsync(Data);
        lines[3] = lines[3][..^1] + (lines[3][^1] == '0' ? '1' : '0');
        await File.WriteAllLinesAsync(Data, lines);

        var result = await _program.Export("--verify", Data);

        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Matches("id 2: found label (0|1|neg|pos), expected (neg|pos), as the trainer recorded", Assert.Single(result.Failures));
    }

    [Fact]
    public async Task Verify_CheckpointWithoutTestLogits_IsRefused()
    {
        Write();
        File.Delete(Path.Combine(Best, Checkpoint.TestLogitsFile));

        var result = await _program.Export("--verify", Data);

        Assert.Equal(ExitCode.BadArtifact, result.ExitCode);
        Assert.Contains("test-logits.jsonl: found no such file, expected what a training run with a test set writes", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_MissingData_IsRefused()
    {
        Write();

        var result = await _program.Export("--verify", _program["nothing.csv"]);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"error: {_program["nothing.csv"]}: found no such file", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    public void Dispose() => _program.Dispose();

    /// <summary>The probes as a test set: a checkpoint with their logits, and the data as the user has it.</summary>
    void Write(Func<int, int, int>? label = null, Func<float, int, float>? logit = null) => Write(_checkpoint, label, logit);

    void Write(Checkpoint checkpoint, Func<int, int, int>? label = null, Func<float, int, float>? logit = null)
    {
        var recorded = checkpoint.Probes.Select((probe, i) =>
        {
            var right = probe.Outputs[0] >= 0 ? 1 : 0;
            return new RecordedLogit(
                i.ToString(CultureInfo.InvariantCulture), label?.Invoke(right, i) ?? right, logit?.Invoke(probe.Outputs[0], i) ?? probe.Outputs[0]);
        }).ToList();
        checkpoint.Write(
            Best,
            directory => JsonLinesFile.Write(Path.Combine(directory, Checkpoint.TestLogitsFile), recorded, ArtifactJsonLines.Default.RecordedLogit));
        File.WriteAllLines(
            Data,
            ["id,text,label", .. recorded.Select((row, i) => $"{row.Id},\"{checkpoint.Probes[i].Text}\",{row.Label}")]);
    }
}
