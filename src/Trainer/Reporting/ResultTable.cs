using System.Globalization;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The results of a run as a Markdown table.</summary>
static class ResultTable
{
    static readonly string[] s_headers =
        ["model", "best epoch", "validation accuracy", "test accuracy", "precision", "recall", "F1", "s/epoch", "test s"];

    /// <summary>Writes the table, one row for each model.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ModelResult> results)
    {
        foreach (var line in MarkdownTable.Lines(s_headers, results.Select(Cells)))
        {
            output.WriteLine(line);
        }
    }

    static string[] Cells(ModelResult result) =>
    [
        result.Name,
        Number(result.Best.Epoch, "F0"),
        Percent(result.Best.ValidationAccuracy),
        Percent(result.Test?.Accuracy),
        Percent(result.Test?.Counts?.Precision),
        Percent(result.Test?.Counts?.Recall),
        Percent(result.Test?.Counts?.F1 ?? result.Test?.MacroF1),
        Number(result.EpochSeconds, "F1"),
        Number(result.TestSeconds, "F1"),
    ];

    static string Percent(double? share) => share is null ? "" : Number(100 * share, "F2") + "%";

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
