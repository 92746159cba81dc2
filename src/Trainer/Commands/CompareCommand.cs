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
        Description = "Runs, models of runs (<run>/<model>), or directories that trainer hmm wrote. Of a run, all models are compared.",
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
        var paths = parsed.GetValue(_runs)!.ToLookup(BaselineRecord.IsAt);
        var (models, baselines) = (SelectedModel.Find(paths[false]), paths[true].Select(BaselineRecord.Read).ToList());
        if (models.Count + baselines.Count < 2)
        {
            throw new IOException($"{string.Join(' ', parsed.GetValue(_runs)!)}: found {models.Count} models, expected two or more to compare");
        }

        IReadOnlyList<TextSection> sections =
        [
            .. models.Count > 1 ? RunComparison.Of(models) : [],
            .. baselines.Count > 0 ? new[] { BaselineComparison.Of(baselines, models) } : [],
        ];
        foreach (var line in RunPages.Lines(sections))
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
