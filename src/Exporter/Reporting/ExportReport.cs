using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>What was exported and how it was checked.</summary>
sealed record ExportReport
{
    /// <summary>What bundle.json says of the bundle.</summary>
    public required BundleManifest Manifest { get; init; }

    /// <summary>The directory of the bundle.</summary>
    public required string Directory { get; init; }

    /// <summary>Size of the graph.</summary>
    public required long GraphBytes { get; init; }

    /// <summary>Size of the graph that takes raw text; null when there is none.</summary>
    public required long? TextGraphBytes { get; init; }

    /// <summary>How far ONNX Runtime is from the logits of the probes.</summary>
    public required ScoreComparison Probes { get; init; }

    /// <summary>How many probes float64 decided on.</summary>
    public required int ChaoticProbes { get; init; }

    /// <summary>How many probes there are.</summary>
    public required int ProbeCount { get; init; }

    /// <summary>Who made the logits of the probes, in words.</summary>
    public required string ProbesOrigin { get; init; }

    /// <summary>How far ONNX Runtime is from the model with rounded weights; null where none were rounded.</summary>
    public ScoreComparison? Rounding { get; init; }

    /// <summary>How the bundle differs from what the trainer wrote; null where it does not.</summary>
    public Adjustment? Adjustment { get; init; }

    /// <summary>How far a probability may be.</summary>
    public required double Tolerance { get; init; }

    /// <summary>How far ONNX Runtime is on the whole test set; null when that was not asked for.</summary>
    public ParityCertificate? Parity { get; init; }

    /// <summary>The precision as options and bundle.json write it.</summary>
    public string Precision => Manifest.Graph.Precision.Name();

    string TextGraph => TextGraphBytes is { } bytes ? $" and text.onnx {Size(bytes)}" : "";

    /// <summary>The report in one line.</summary>
    public override string ToString() => Invariant(
        $"{Manifest.Name}: opset {Manifest.Graph.Opset}, {Precision}, {Size(GraphBytes)}{TextGraph}, largest difference {Probes.LargestDifference:0.0e-0} on {ProbeCount} probes -> {Directory}");

    /// <summary>The comparison on the test set as a table; empty when there was none.</summary>
    public string ParityTable()
    {
        if (Parity is null)
        {
            return "";
        }

        var rows = from batch in Parity.FromText is { } fromText ? [.. Parity.Batches, fromText] : Parity.Batches
                   select new[]
                   {
                       batch.FromText ? $"{batch.BatchSize}, {ModelBundle.TextGraphFile}" : batch.BatchSize,
                       batch.LengthBuckets ? "yes" : "no",
                       Invariant($"{Parity.Texts:N0}"),
                       Invariant($"{batch.LargestDifference:0.0e-0}"),
                       Invariant($"{batch.MeanDifference:0.0e-0}"),
                       Invariant($"{batch.Flips}"),
                       Invariant($"{100 * batch.Accuracy:F3}%"),
                       Invariant($"{100 * Parity.TrainerAccuracy:F3}%"),
                   };
        string[] columns = ["Batch size", "Length buckets", "Texts", "Largest difference", "Mean difference", "Labels that differ", "Accuracy", "Trainer's accuracy"];
        var chaotic = Parity.ChaoticTexts.Select(text => Invariant(
            $"Text {text.Id}: {text.Difference:0.0e-0} from the trainer; {text.OnnxRuntimeDistance:0.0e-0} from float64, where last bits explain {text.Bound:0.0e-0}."));
        return string.Concat(MarkdownTable.Lines(columns, rows, textColumns: 2).Concat(chaotic).Select(line => line + "\n"));
    }

    /// <summary>A size as people read it, in decimal units.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000 => Invariant($"{bytes / 1e6:F2} MB"),
        >= 1_000 => Invariant($"{bytes / 1e3:F1} kB"),
        _ => Invariant($"{bytes} bytes"),
    };
}
