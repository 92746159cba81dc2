using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
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
    public required Comparison Probes { get; init; }

    /// <summary>How many probes there are.</summary>
    public required int ProbeCount { get; init; }

    /// <summary>Who made the logits of the probes, in words.</summary>
    public required string ProbesOrigin { get; init; }

    /// <summary>How far ONNX Runtime is from the model with rounded weights; null where none were rounded.</summary>
    public Comparison? Rounding { get; init; }

    /// <summary>How far a probability may be.</summary>
    public required double Tolerance { get; init; }

    /// <summary>How far ONNX Runtime is on the whole test set; null when that was not asked for.</summary>
    public ParityCertificate? Parity { get; init; }

    /// <summary>The precision as options and bundle.json write it.</summary>
    public string Precision => Manifest.Graph.Precision.Name();

    string TextGraph => TextGraphBytes is { } bytes ? $" and text.onnx {Size(bytes)}" : "";

    /// <summary>The report in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Manifest.Name}: opset {Manifest.Graph.Opset}, {Precision}, {Size(GraphBytes)}{TextGraph}, largest difference {Probes.LargestDifference:0.0e-0} on {ProbeCount} probes -> {Directory}");

    /// <summary>The comparison on the test set as a table; empty when there was none.</summary>
    public string ParityTable()
    {
        if (Parity is null)
        {
            return "";
        }

        var text = new StringBuilder();
        MarkdownTable.AddFigures(
            text,
            names: 2,
            ["Batch size", "Length buckets", "Texts", "Largest difference", "Mean difference", "Labels that differ", "Accuracy", "Trainer's accuracy"],
            from batch in Parity.FromText is { } fromText ? [.. Parity.Batches, fromText] : Parity.Batches
            select new[]
            {
                ReferenceEquals(batch, Parity.FromText) ? $"{batch.BatchSize}, {ModelBundle.TextGraphFile}" : batch.BatchSize,
                batch.LengthBuckets ? "yes" : "no",
                Invariant($"{Parity.Texts:N0}"),
                Invariant($"{batch.LargestDifference:0.0e-0}"),
                Invariant($"{batch.MeanDifference:0.0e-0}"),
                Invariant($"{batch.Flips}"),
                Invariant($"{100 * batch.Accuracy:F3}%"),
                Invariant($"{100 * Parity.TrainerAccuracy:F3}%"),
            });
        return text.ToString();
    }

    /// <summary>A size as people read it, in decimal units.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000 => Invariant($"{bytes / 1e6:F2} MB"),
        >= 1_000 => Invariant($"{bytes / 1e3:F1} kB"),
        _ => Invariant($"{bytes} bytes"),
    };

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
