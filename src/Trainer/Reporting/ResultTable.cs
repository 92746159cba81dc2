using System.Globalization;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The results of a run as a Markdown table.</summary>
static class ResultTable
{
    static readonly string[] s_headers = ["model", "best epoch", "validation accuracy", "test accuracy", "precision", "recall", "F1"];

    static readonly string[] s_times = ["s/epoch", "test s"];

    /// <summary>Writes the table, one row for each model.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="results">The results of all seeds; with more than one, a cell is their mean and their standard deviation.</param>
    public static void Write(TextWriter output, IEnumerable<ModelResult> results)
    {
        foreach (var line in Lines(results, hasTimes: true))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>The lines of the table.</summary>
    /// <param name="results">The results of all seeds or folds.</param>
    /// <param name="hasTimes">Whether it says how long things took, which no two runs share.</param>
    public static IEnumerable<string> Lines(IEnumerable<ModelResult> results, bool hasTimes) => MarkdownTable.Lines(
        hasTimes ? [.. s_headers, .. s_times] : s_headers,
        results.GroupBy(result => result.Name).Select(model => Cells(model.Key, [.. model], hasTimes)));

    static string[] Cells(string name, List<ModelResult> seeds, bool hasTimes)
    {
        return
        [
            name,
            Number(result => result.Best.Epoch, seeds.Count == 1 ? "F0" : "F1"),
            Percent(result => result.Best.ValidationAccuracy),
            Percent(result => result.Test?.Accuracy),
            Percent(result => result.Test?.Counts?.Precision),
            Percent(result => result.Test?.Counts?.Recall),
            Percent(result => result.Test?.Counts?.F1 ?? result.Test?.MacroF1),
            .. hasTimes ? [Number(result => result.EpochSeconds, "F1"), Number(result => result.TestSeconds, "F1")] : (string[])[],
        ];

        string Percent(Func<ModelResult, double?> share) => Number(result => 100 * share(result), "F2", "%");

        string Number(Func<ModelResult, double?> value, string format, string unit = "")
        {
            var values = seeds.Select(value).OfType<double>().ToList();
            if (values.Count == 0)
            {
                return "";
            }

            var mean = values.Average();
            var text = mean.ToString(format, CultureInfo.InvariantCulture) + unit;
            return values.Count == 1
                ? text
                : $"{text} ± {Math.Sqrt(values.Sum(found => (found - mean) * (found - mean)) / (values.Count - 1)).ToString(format, CultureInfo.InvariantCulture)}";
        }
    }
}
