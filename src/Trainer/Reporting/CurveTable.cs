using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The epochs of a run as small curves, for people.</summary>
static class CurveTable
{
    const int LongestCurve = 24;
    const string Gap = "   ";

    static readonly (string Header, Func<EpochMetrics, double> Value, Func<EpochMetrics, string> Text)[] s_columns =
    [
        ("training loss", epoch => epoch.TrainLoss, epoch => Invariant($"{epoch.TrainLoss:F4}")),
        ("validation loss", epoch => epoch.ValidationLoss, epoch => Invariant($"{epoch.ValidationLoss:F4}")),
        ("validation accuracy", epoch => epoch.ValidationAccuracy, epoch => Invariant($"{100 * epoch.ValidationAccuracy:F2}%")),
    ];

    /// <summary>Writes the table where messages for people go; nothing when no model has a second epoch.</summary>
    /// <param name="error">Where messages go.</param>
    /// <param name="results">The models.</param>
    public static void Write(StandardError error, IReadOnlyList<ModelResult> results)
    {
        foreach (var line in Lines(results, error.Width, error.Settings.IsUnicode))
        {
            error.WriteText(line);
        }
    }

    /// <summary>The table.</summary>
    /// <param name="results">The models.</param>
    /// <param name="width">Characters of a line: of a table that is too wide, the first columns are left out.</param>
    /// <param name="isUnicode">Whether block characters can be shown, or ASCII alone.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<ModelResult> results, int width, bool isUnicode)
    {
        if (results.All(result => result.Epochs.Count < 2))
        {
            return [];
        }

        for (var first = 0; ; first++)
        {
            string[][] rows =
            [
                ["", .. s_columns[first..].Select(column => column.Header)],
                .. results.Select((result, i) => (string[])
                [
                    NameOf(results, i),
                    .. s_columns[first..].Select(column =>
                        $"{Sparkline.Of([.. result.Epochs.Select(column.Value)], LongestCurve, isUnicode)} {column.Text(result.Best)}"),
                ]),
            ];
            int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
            if (widths.Sum() + (Gap.Length * (widths.Length - 1)) <= width || first == s_columns.Length - 1)
            {
                return ["Curves over the epochs, with the figures of the best one:", .. rows.Select(row => string.Join(Gap, row.Zip(widths, (cell, size) => cell.PadRight(size))).TrimEnd())];
            }
        }
    }

    /// <summary>The name; of a model that was trained with several seeds with its number among them.</summary>
    static string NameOf(IReadOnlyList<ModelResult> results, int index)
    {
        var name = results[index].Name;
        return results.Count(result => result.Name == name) == 1 ? name : Invariant($"{name} ({results.Take(index + 1).Count(result => result.Name == name)})");
    }
}
