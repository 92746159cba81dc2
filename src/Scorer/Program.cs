using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Scorer.Commands;

namespace RnnToolkit.Scorer;

static class Program
{
    static Task<int> Main(string[] args) => CommandRunner.RunAsync(CreateCommand(StandardStreams.OfProcess), args);

    /// <summary>The command line; tests parse and run it without a process.</summary>
    /// <param name="streams">Where rows come from and go to when the command line says <c>-</c>.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public static RootCommand CreateCommand(StandardStreams streams, TimeProvider? time = null) =>
        new("Scores text with an exported model, and verifies that this machine reproduces the trainer's numbers.")
        {
            new ScoreCommand(streams, time ?? TimeProvider.System),
            new VerifyCommand(),
        };
}
