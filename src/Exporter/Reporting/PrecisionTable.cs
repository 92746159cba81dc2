using RnnToolkit.CommandLine;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>What the precisions cost and save, side by side.</summary>
static class PrecisionTable
{
    /// <summary>The table in Markdown.</summary>
    /// <param name="rows">Reports with the texts per second that were measured.</param>
    public static string Write(IEnumerable<(ExportReport Report, double TextsPerSecond)> rows)
    {
        string[] columns = ["Model", "Precision", "Size", "Largest difference", "Labels that differ", "Test accuracy", "Texts per second"];
        return string.Concat(MarkdownTable.Lines(columns, rows.Select(row => Row(row.Report, row.TextsPerSecond)), textColumns: 2).Select(line => line + "\n"));
    }

    static string[] Row(ExportReport report, double textsPerSecond)
    {
        // The test set says more than the probes, where it was scored.
        var worst = report.Parity?.Batches.MaxBy(batch => batch.LargestDifference);
        return
        [
            report.Manifest.Name,
            report.Precision,
            ExportReport.Size(report.GraphBytes),
            Invariant($"{worst?.LargestDifference ?? report.Probes.LargestDifference:0.0e-0}"),
            Invariant($"{worst?.Flips ?? report.Probes.LabelFlips} of {report.Parity?.Texts ?? report.Probes.Count:N0}"),
            worst is null ? "not measured" : Invariant($"{100 * worst.Accuracy:F2}%"),
            Invariant($"{textsPerSecond:N0}"),
        ];
    }
}
