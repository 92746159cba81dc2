using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Records;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer verify-run</c>: takes the first steps of a run again and compares them with its record.</summary>
sealed class VerifyRunCommand : Command
{
    readonly Argument<string> _run = new("run") { Description = "The directory of a run, or one with runs in it (several seeds, folds)." };

    readonly Option<string?> _data = new("--data") { Description = "Where the training texts are now. Default: where the run read them, from the current directory." };

    readonly Option<string?> _validation = new("--validation") { Description = "Where the separate validation set is now." };

    readonly Option<string?> _test = new("--test") { Description = "Where the separate test set is now." };

    public VerifyRunCommand()
        : base("verify-run", "Repeats the first training steps of a run and says what differs from its record: versions, configuration, data or numbers. Exit code 2 if anything does.")
    {
        Add(_run);
        Add(_data);
        Add(_validation);
        Add(_test);

        // On another thread, so that Ctrl+C cancels while the work runs.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var moved = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DatasetPartRecord.TrainPart] = parsed.GetValue(_data),
            [PredictionFile.ValidationPart] = parsed.GetValue(_validation),
            [PredictionFile.TestPart] = parsed.GetValue(_test),
        };
        var verification = new RunVerification(StandardError.Of(parsed).Progress(), TimeProvider.System);
        var (output, differs) = (parsed.InvocationConfiguration.Output, false);
        foreach (var run in SelectedModel.Runs(parsed.GetValue(_run)!))
        {
            output.WriteLine($"{run.Name}:");
            foreach (var part in verification.Verify(run.Directory, part => moved.GetValueOrDefault(part), cancellationToken))
            {
                output.WriteLine($"  {part.Name}: {(part.Differences.Count == 0 ? "same" : "differs")}");
                foreach (var difference in part.Differences)
                {
                    output.WriteLine($"    {difference}");
                }

                differs |= part.Differences.Count > 0;
            }
        }

        output.WriteLine(differs ? "Something differs from the record." : "Nothing differs: the first steps give the recorded losses and weights.");
        return differs ? ExitCode.BadArtifact : ExitCode.Done;
    }
}
