using System.Globalization;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Verification;

namespace RnnToolkit.Exporter;

/// <summary>What was exported and how it was checked.</summary>
/// <param name="Name">The model.</param>
/// <param name="Directory">The directory of the bundle.</param>
/// <param name="Graph">What bundle.json says of the graph.</param>
/// <param name="GraphBytes">Size of the graph.</param>
/// <param name="Probes">How far ONNX Runtime is from the trainer.</param>
sealed record ExportReport(string Name, string Directory, GraphInfo Graph, long GraphBytes, ProbeResult Probes)
{
    /// <summary>The report in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: opset {Graph.Opset}, {Size(GraphBytes)}, largest difference {Probes.LargestProbabilityDifference:0.0E-0} on {Probes.Probes} probes -> {Directory}");

    /// <summary>A size as people read it, in decimal units.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
