using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Reporting;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer compare</c>: what differs between models in configuration and result.</summary>
sealed class CompareCommand : Command
{
    readonly Argument<string[]> _runs = new("run")
    {
        Description = "Runs, or models of runs: <run>/<model>. Of a run, all models are compared.",
        Arity = ArgumentArity.OneOrMore,
    };

    public CompareCommand()
        : base("compare", "Compares trained models: what differs in how they were made, their results, and whether the differences are significant (McNemar's test).")
    {
        Add(_runs);
        SetAction(Run);
    }

    int Run(ParseResult parsed)
    {
        var models = SelectedModel.Find(parsed.GetValue(_runs)!);
        if (models.Count < 2)
        {
            throw new IOException($"{string.Join(' ', parsed.GetValue(_runs)!)}: found {models.Count} models, expected two or more to compare");
        }

        foreach (var line in RunPages.Lines(RunComparison.Of(models)))
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
