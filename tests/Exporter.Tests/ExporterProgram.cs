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
    public Task<ProgramResult> Export(params string[] more) => Invoke(["--to", "onnx", "--run", Run, "--output", Models, .. more]);

    /// <summary>Runs the program.</summary>
    public static Task<ProgramResult> Invoke(string[] args, CancellationToken cancellationToken = default) =>
        InProcess.Run((output, error) => CommandRunner.RunAsync(Program.CreateCommand(), args, output, error, cancellationToken));

    public void Dispose() => _temp.Dispose();
}
