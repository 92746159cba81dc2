using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests;

/// <summary>The program in a directory of its own: runs command lines, keeps what they print.</summary>
sealed class ExporterProgram : IDisposable
{
    readonly TempDirectory _temp = new();

    /// <summary>The directory of a run.</summary>
    public string Run => _temp["run"];

    /// <summary>Where bundles go.</summary>
    public string Models => _temp["models"];

    /// <summary>A path in the directory.</summary>
    public string this[params string[] parts] => _temp[parts];

    /// <summary>Runs <c>exporter --to onnx</c> on the run.</summary>
    public Task<Result> Export(params string[] more) => Invoke(["--to", "onnx", "--run", Run, "--output", Models, .. more]);

    /// <summary>Runs the program.</summary>
    public static async Task<Result> Invoke(string[] args, CancellationToken cancellationToken = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandRunner.RunAsync(Program.CreateCommand(), args, output, error, cancellationToken);
        return new Result(exitCode, output.ToString(), error.ToString());
    }

    public void Dispose() => _temp.Dispose();

    /// <param name="ExitCode">What the shell gets.</param>
    /// <param name="Output">Standard output.</param>
    /// <param name="Error">Standard error.</param>
    internal sealed record Result(int ExitCode, string Output, string Error)
    {
        /// <summary>The lines of <see cref="Error"/> that tell a failure.</summary>
        public string[] Failures => [.. Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
    }
}
