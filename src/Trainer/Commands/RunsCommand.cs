using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer runs</c>: lists runs in a table.</summary>
sealed class RunsCommand : Command
{
    readonly Argument<string> _directory = new("directory")
    {
        Description = "The directory whose runs are listed, those in its subdirectories included.",
        DefaultValueFactory = _ => "runs",
    };

    public RunsCommand()
        : base("runs", "Lists training runs: models, data, results with 95% intervals, and times.")
    {
        Add(_directory);
        SetAction(Run);
    }

    int Run(ParseResult parsed)
    {
        var found = TrainedRun.ReadAll(parsed.GetValue(_directory)!);
        var configuration = parsed.InvocationConfiguration;
        var table = RunList.Of(found.Runs);
        foreach (var line in found.Runs.Count > 0 ? MarkdownTable.Lines(table.Headers, table.Rows, table.TextColumns) : [])
        {
            configuration.Output.WriteLine(line);
        }

        foreach (var problem in found.Problems)
        {
            configuration.Error.WriteLine($"error: {problem}");
        }

        if (found.Runs.Count == 0 && found.Problems.Count == 0)
        {
            throw new IOException($"{parsed.GetValue(_directory)}: found no run, expected directories with {Bundle.RunLayout.RunFile}");
        }

        return found.Problems.Count > 0 ? ExitCode.BadArtifact : ExitCode.Done;
    }
}
