using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Reporting;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer show</c>: everything that the files of a run say.</summary>
sealed class ShowCommand : Command
{
    readonly Argument<string> _run = new("run") { Description = "The directory of a run, or one with runs in it (several seeds, folds)." };

    public ShowCommand()
        : base("show", "Shows a training run: models, results with 95% intervals, times, data, versions and configuration.")
    {
        Add(_run);
        SetAction(Run);
    }

    int Run(ParseResult parsed)
    {
        var (output, isFirst) = (parsed.InvocationConfiguration.Output, true);
        foreach (var run in SelectedModel.Runs(parsed.GetValue(_run)!))
        {
            if (!isFirst)
            {
                output.WriteLine();
            }

            foreach (var line in RunPages.Lines(RunOverview.Full(run)).Prepend("").Prepend($"# {run.Name}"))
            {
                output.WriteLine(line);
            }

            isFirst = false;
        }

        return ExitCode.Done;
    }
}
