using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.WebApi.Tests;

/// <summary>Starts that fail before the app listens.</summary>
public sealed class StartTests : IDisposable
{
    readonly TempDirectory _directory = new();

    [Fact]
    public async Task Start_NoModelsDirectory_ExitsWithOneAndAHint()
    {
        var (exitCode, error) = await Start("--Models", _directory["none"]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error: {_directory["none"]}: found no such directory, expected a directory with exported bundles", error, StringComparison.Ordinal);
        Assert.Contains("dotnet run build.cs demo", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_EmptyModelsDirectoryNamedByTheEnvironment_ExitsWithOne()
    {
        var (exitCode, error) = await StartWith(environment: _directory.Path);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error: {_directory.Path}: found a directory without bundles", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("bundle.json")]
    [InlineData("vocabulary.txt")]
    public async Task Start_OneBundleOfTwoLacksAFile_ExitsWithTwoAndOneLineThatNamesIt(string file)
    {
        new TinyBundle().Write(_directory["good"]);
        new TinyBundle().Write(_directory["nested", "bad"]);
        File.Delete(_directory["nested", "bad", file]);

        var (exitCode, error) = await Start("--Models", _directory.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal); // no stack
    }

    [Fact]
    public async Task Start_ABundleWithOneBitFlipped_ExitsWithTwo()
    {
        new TinyBundle().Write(_directory["bundle"]);
        var path = _directory["bundle", "model.onnx"];
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var (exitCode, error) = await Start("--Models", _directory.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains("SHA-256", error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    Task<(int ExitCode, string Error)> Start(params string[] args) => StartWith(environment: null, args);

    async Task<(int ExitCode, string Error)> StartWith(string? environment, params string[] args)
    {
        using var app = AppProcess.Start(_directory.Path, args, models: environment);
        return await app.Exit();
    }
}
