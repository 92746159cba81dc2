using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Exporter.Tests;

public sealed class InspectCommandTests : IDisposable
{
    readonly ExporterProgram _program = new();

    string Bundle => Path.Combine(_program.Models, "lstm2");

    [Fact]
    public async Task Inspect_Bundle_PrintsModelFilesAndGraph()
    {
        await Export();

        var result = await ExporterProgram.Invoke(["inspect", Bundle]);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.Error));
        Assert.Contains("| Architecture | lstm2: embedding 7, hidden state 5 |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| Test | accuracy 75.00% on 100 texts |", result.Output, StringComparison.Ordinal);
        Assert.Contains("| LSTM | rnn.layer1 |", result.Output, StringComparison.Ordinal);
        var manifest = ModelBundle.Read(Bundle).Manifest;
        Assert.All(manifest.Files, file => Assert.Contains(file.Value.Sha256, result.Output, StringComparison.Ordinal));
        Assert.Contains("| Left padding | up to 9 steps can be skipped, which length buckets do |", result.Output, StringComparison.Ordinal);
        Assert.Contains($"| rnntoolkit.preprocessing_sha256 | {manifest.PreprocessingSha256} |", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OnnxFile_PrintsItsGraph()
    {
        await Export();

        var result = await ExporterProgram.Invoke(["inspect", Path.Combine(Bundle, ModelBundle.GraphFile)]);

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.StartsWith("# lstm2\n\nIR version 8, opset ai.onnx 17", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(ModelBundle.GraphFile)]
    public async Task Inspect_LinksAsKubernetesMountsThem_PrintsTheSame(string file)
    {
        await Export();
        var expected = await ExporterProgram.Invoke(["inspect", Path.Combine(Bundle, file)]);

        // Each file is a link to ..data/file, and ..data one to the directory of the current version.
        var mount = _program["mount"];
        Directory.CreateDirectory(mount);
        Directory.Move(Bundle, Path.Combine(mount, "..2026_01_01"));
        Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), "..2026_01_01");
        foreach (var path in Directory.EnumerateFiles(Path.Combine(mount, "..2026_01_01")))
        {
            File.CreateSymbolicLink(Path.Combine(mount, Path.GetFileName(path)), Path.Combine("..data", Path.GetFileName(path)));
        }

        var result = await ExporterProgram.Invoke(["inspect", Path.Combine(mount, file)]);

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.Error));
        Assert.Equal(expected.Output, result.Output);
    }

    [Fact]
    public async Task Inspect_ChangedByte_IsRefused()
    {
        await Export();
        var path = Path.Combine(Bundle, ModelBundle.GraphFile);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var result = await ExporterProgram.Invoke(["inspect", Bundle]);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"error: {path}: SHA-256: found ", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no model at all")]
    [InlineData("\u0008\u0008")]
    [InlineData("\u003a\u007f")]
    public async Task Inspect_SomethingElse_IsRefused(string content)
    {
        var path = _program["file.onnx"];
        await File.WriteAllTextAsync(path, content);

        var result = await ExporterProgram.Invoke(["inspect", path]);

        Assert.Equal((ExitCode.BadArtifact, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("expected an ONNX model", Assert.Single(result.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_MissingPath_IsRefused()
    {
        var result = await ExporterProgram.Invoke(["inspect", _program["nothing"]]);

        Assert.Equal((ExitCode.BadInput, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"error: {_program["nothing"]}: found no such file or directory, expected a bundle or an ONNX file", Assert.Single(result.Failures));
    }

    public void Dispose() => _program.Dispose();

    async Task Export()
    {
        TinyCheckpoint.Create(RecurrentCell.Lstm, layers: 2).Write(Path.Combine(_program.Run, "lstm2", "best"));
        Assert.Equal(ExitCode.Done, (await _program.Export()).ExitCode);
    }
}
