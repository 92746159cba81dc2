using System.CommandLine;
using System.Globalization;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Commands;

/// <summary><c>scorer verify</c>: does this bundle, on this machine, give the trainer's numbers?</summary>
sealed class VerifyCommand : Command
{
    readonly Option<string> _bundle = new("--bundle") { Description = "The directory of the exported model.", Required = true };

    readonly Option<ExecutionProvider> _provider = new("--provider")
    {
        Description = "cpu or cuda; without a usable GPU cuda falls back to the CPU and says so.",
        DefaultValueFactory = _ => ExecutionProvider.Cpu,
    };

    public VerifyCommand()
        : base("verify", "Checks the hashes of a bundle and scores its golden texts, whose results the trainer recorded.")
    {
        Add(_bundle);
        Add(_provider);
        SetAction((parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var check = BundleCheck.Run(parsed.GetValue(_bundle)!, parsed.GetValue(_provider), cancellationToken);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{check.Manifest.Name}: {check.Manifest.Files.Count} files and {check.Texts} golden texts as recorded, largest difference {check.LargestDifference:0.0e-0} (at most {BundleCheck.Tolerance:0e-0}), on {check.Provider} ({check.ProviderReason})"));
            return Task.FromResult(ExitCode.Done);
        });
    }
}
