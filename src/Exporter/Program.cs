using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Commands;
using RnnToolkit.Inference;

namespace RnnToolkit.Exporter;

static class Program
{
    static Task<int> Main(string[] args)
    {
        OnnxRuntimeTelemetry.TurnOff(); // the exporter runs graphs before it loads a classifier
        return CommandRunner.RunAsync(CreateCommand(), args);
    }

    /// <summary>The command line; tests parse and run it without a process.</summary>
    public static RootCommand CreateCommand() => new ExportCommand();
}
