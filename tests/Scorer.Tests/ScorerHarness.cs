using System.Text;
using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Scorer.Tests;

/// <summary>Runs the scorer's command line in this process, over a folder of its own that has a bundle.</summary>
public sealed class ScorerHarness : IDisposable
{
    readonly TempDirectory _folder = new();

    public ScorerHarness() => new TinyBundle().Write(Bundle);

    public string Folder => _folder.Path;

    public string Bundle => _folder["bundle"];

    /// <summary>What is in the folder besides the bundle, by name.</summary>
    public IEnumerable<string> Files =>
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Where(name => name != "bundle").Order(StringComparer.Ordinal);

    public string this[string name] => _folder[name];

    public string Write(string name, string content) => _folder.Write(name, content);

    public string Write(string name, byte[] content) => _folder.Write(name, content);

    public string ReadText(string name) => File.ReadAllText(this[name]);

    public string[] ReadLines(string name) => File.ReadAllLines(this[name]);

    /// <summary>Runs <c>scorer score</c> with the bundle and the arguments, separated by spaces; names of files in the folder start with @.</summary>
    public Task<ScorerResult> ScoreAsync(string arguments, byte[]? standardInput = null, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        RunAsync($"score --bundle @bundle {arguments}", standardInput is null ? null : new MemoryStream(standardInput), time, cancellationToken);

    public async Task<ScorerResult> RunAsync(string arguments, Stream? standardInput = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var output = new MemoryStream();
        var streams = new StandardStreams(() => standardInput ?? throw new InvalidOperationException("no standard input"), () => output);
        string[] words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith('@') ? this[word[1..]] : word)];
        var run = await InProcess.Run((results, error) => CommandRunner.RunAsync(Program.CreateCommand(streams, time), words, results, error, cancellationToken));
        return new ScorerResult(run.ExitCode, run.Output, run.Error, Encoding.UTF8.GetString(output.ToArray()));
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>What the program left.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Results">Text on standard output.</param>
/// <param name="Error">Text on standard error.</param>
/// <param name="Rows">Rows on standard output.</param>
public sealed record ScorerResult(int ExitCode, string Results, string Error, string Rows)
{
    /// <summary>The line that starts with "error: ", without that.</summary>
    public string ErrorLine => Error.Split('\n').Single(line => line.StartsWith("error: ", StringComparison.Ordinal))["error: ".Length..].TrimEnd('\r');
}
