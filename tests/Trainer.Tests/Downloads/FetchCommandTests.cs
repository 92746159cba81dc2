using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Commands;

namespace RnnToolkit.Trainer.Tests.Downloads;

public sealed class FetchCommandTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Fetch_Mirror_WritesAnArchiveThatCanBeChecked()
    {
        // As many reviews as the real archive has, of a few letters.
        var archive = ArchiveFetchTests.Archive(12_500, seed: 1, length: 3);
        await using var server = new ScriptedServer(ScriptedServer.Broken(archive, archive.Length / 2, "ETag: \"v1\"\r\n"), ScriptedServer.Ranges(archive, "\"v1\""));

        var result = await Fetch("imdb", "--output", _temp["data"], "--url", server.Url.ToString());

        var path = _temp["data", "aclImdb_v1.tar.gz"];
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.StartsWith(FormattableString.Invariant($"{path}: {archive.Length:N0} bytes, SHA-256 "), result.Output, StringComparison.Ordinal);
        Assert.Equal(archive, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("found \"imbd\", expected imdb", "imbd")]
    [InlineData("--url: found \"file:///etc/passwd\", expected an address that starts with https:// or http://", "imdb", "--url", "file:///etc/passwd")]
    [InlineData("--sha256: found \"abc\", expected 64 hexadecimal digits", "imdb", "--sha256", "ABC")]
    public async Task Fetch_WrongOptions_AreOneLine(string problem, params string[] args)
    {
        var result = await Fetch([.. args, "--output", _temp["data"]]);

        Assert.Equal((ExitCode.BadInput, $"error: {problem}"), (result.ExitCode, result.Error.Trim()));
        Assert.False(Directory.Exists(_temp["data"]));
    }

    [Fact]
    public async Task Fetch_NoSuchFile_IsOneLine()
    {
        await using var server = new ScriptedServer(ScriptedServer.Status("404 Not Found"));

        var result = await Fetch("imdb", "--output", _temp["data"], "--url", server.Url.ToString());

        Assert.Equal((ExitCode.BadInput, $"error: {server.Url}: the server answered 404 Not Found, expected the file"), (result.ExitCode, result.Error.Trim()));
    }

    public void Dispose() => _temp.Dispose();

    static Task<ProgramResult> Fetch(params string[] args) =>
        InProcess.Run((output, error) => CommandRunner.RunAsync(TrainerCommand.Create(), ["data", "fetch", .. args], output, error));
}
