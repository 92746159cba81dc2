using System.CommandLine;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Reporting;

namespace RnnToolkit.Scorer.Commands;

/// <summary><c>scorer verify</c>: checks that a bundle reproduces the trainer's numbers on this machine.</summary>
sealed class VerifyCommand : Command
{
    readonly Option<string> _bundle = new("--bundle") { Description = "The directory of the exported model.", Required = true };

    readonly Option<ExecutionProvider> _provider = new("--provider")
    {
        Description = "cpu (default), cuda or managed; without a usable GPU, cuda falls back to the CPU and says so; managed is the library's own arithmetic in place of ONNX Runtime.",
        HelpName = "cpu|cuda|managed",
    };

    readonly Option<double?> _tolerance = new("--tolerance")
    {
        Description = "Largest accepted difference of a probability from the trainer's. Default: the bound of the bundle's precision, 1e-5 for fp32.",
    };

    public VerifyCommand()
        : base("verify", "Checks the hashes of a bundle, scores its golden texts and compares the results with those that the trainer recorded.")
    {
        Add(_bundle);
        Add(_provider);
        Add(_tolerance);
        // On another thread, so that Ctrl+C can cancel the token while the work runs.
        SetAction(async (parsed, cancellationToken) =>
        {
            await Task.Run(() => Run(parsed, parsed.GetValue(_bundle)!, parsed.GetValue(_tolerance), cancellationToken), CancellationToken.None);
            return ExitCode.Done;
        });
    }

    void Run(ParseResult parsed, string bundle, double? asked, CancellationToken cancellationToken)
    {
        using var scorer = TextClassifier.Load(bundle, new TextClassifierOptions { ExecutionProvider = parsed.GetValue(_provider) });
        var result = scorer.Verify(cancellationToken);
        var tolerance = asked ?? result.Tolerance;
        if (!result.Passes(tolerance))
        {
            throw new BundleFormatException(
                Path.Combine(bundle, ModelBundle.GoldenFile),
                null,
                Invariant($"of {result.Count} golden texts {result.EncodingMismatches} with other token ids and {result.LabelFlips} with another label, largest difference of a probability {result.LargestProbabilityDifference:0.0e-0}"),
                Invariant($"the trainer's ids and labels, and probabilities within {tolerance:0.##e-0}"));
        }

        parsed.InvocationConfiguration.Output.WriteLine(Invariant($"{scorer.Manifest.Name}: {scorer.Manifest.Files.Count} files and {result.Count} golden texts as recorded, largest difference {result.LargestProbabilityDifference:0.0e-0} (at most {tolerance:0.##e-0}), on {ProviderText.Of(scorer, parsed.GetValue(_provider))}"));
    }
}
