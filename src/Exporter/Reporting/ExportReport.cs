using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>What was exported and how it was checked.</summary>
/// <param name="Manifest">What bundle.json says of the bundle.</param>
/// <param name="Directory">The directory of the bundle.</param>
/// <param name="GraphBytes">Size of the graph.</param>
/// <param name="Probes">How far ONNX Runtime is from the trainer on the probes.</param>
/// <param name="ProbeCount">How many probes there are.</param>
/// <param name="Tolerance">How far a probability may be.</param>
/// <param name="Parity">How far it is on the whole test set; null when that was not asked for.</param>
sealed record ExportReport(
    BundleManifest Manifest, string Directory, long GraphBytes, Comparison Probes, int ProbeCount, double Tolerance, ParityCertificate? Parity)
{
    /// <summary>The precision as options and bundle.json write it.</summary>
    public string Precision => Manifest.Graph.Precision.ToString().ToLowerInvariant();

    /// <summary>The report in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Manifest.Name}: opset {Manifest.Graph.Opset}, {Precision}, {Size(GraphBytes)}, largest difference {Probes.LargestDifference:0.0E-0} on {ProbeCount} probes -> {Directory}");

    /// <summary>The comparison on the test set as a table; empty when there was none.</summary>
    public string ParityTable()
    {
        if (Parity is null)
        {
            return "";
        }

        var text = new StringBuilder();
        MarkdownTable.Add(
            text,
            ["Batch size", "Texts", "Largest difference", "Mean difference", "Labels that differ", "Accuracy", "Trainer's accuracy"],
            Parity.Batches.Select(batch => new[]
            {
                batch.BatchSize,
                Invariant($"{Parity.Texts:N0}"),
                Invariant($"{batch.LargestDifference:0.0E-0}"),
                Invariant($"{batch.MeanDifference:0.0E-0}"),
                Invariant($"{batch.Flips}"),
                Invariant($"{100 * batch.Accuracy:F3}%"),
                Invariant($"{100 * Parity.TrainerAccuracy:F3}%"),
            }));
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
