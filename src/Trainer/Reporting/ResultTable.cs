using System.Globalization;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The results of a run as a Markdown table, which reads well on a terminal, too.</summary>
static class ResultTable
{
    static readonly string[] s_headers =
        ["model", "best epoch", "validation accuracy", "test accuracy", "precision", "recall", "F1", "s/epoch", "test s"];

    /// <summary>Writes the table, a row a model.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ModelResult> results)
    {
        var rows = results.Select(Cells).Prepend(s_headers).ToList();
        var widths = Enumerable.Range(0, s_headers.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine($"| {string.Join(" | ", rows[i].Select((cell, column) => Align(cell, widths[column], column)))} |");
            if (i == 0)
            {
                output.WriteLine($"|{string.Join('|', widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
            }
        }
    }

    static string[] Cells(ModelResult result) =>
    [
        result.Name,
        Number(result.Best.Epoch, "F0"),
        Percent(result.Best.ValidationAccuracy),
        Percent(result.Test?.Accuracy),
        Percent(result.Test?.Precision),
        Percent(result.Test?.Recall),
        Percent(result.Test?.F1),
        Number(result.EpochSeconds, "F1"),
        Number(result.TestSeconds, "F1"),
    ];

    static string Align(string cell, int width, int column) => column == 0 ? cell.PadRight(width) : cell.PadLeft(width);

    static string Percent(double? share) => share is null ? "" : Number(100 * share, "F2") + "%";

    static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
