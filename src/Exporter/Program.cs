using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Commands;

namespace RnnToolkit.Exporter;

static class Program
{
    static Task<int> Main(string[] args) => CommandRunner.RunAsync(CreateCommand(), args);

    /// <summary>The command line; tests parse and run it without a process.</summary>
    public static RootCommand CreateCommand() => new ExportCommand();
}
