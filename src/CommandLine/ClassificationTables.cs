using RnnToolkit.Bundle;
using RnnToolkit.Runs;

namespace RnnToolkit.CommandLine;

/// <summary>A <see cref="ClassificationReport"/> for people, in Markdown.</summary>
public static class ClassificationTables
{
    const int MostLabelsOfAMatrix = 12;
    const int ShownConfusions = 10;

    /// <summary>The numbers over all texts.</summary>
    public static IEnumerable<(string Name, string Value)> Overall(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        yield return ("Texts", Invariant($"{report.Count:N0}"));
        yield return ("Accuracy, 95% interval", Accuracy(report).ToPercent());
        yield return ("Macro F1, weighted F1", $"{Percent(report.MacroF1)}, {Percent(report.WeightedF1)}");
        yield return ("Log loss", Invariant($"{report.LogLoss:F4}"));
        foreach (var top in report.Top ?? [])
        {
            yield return (Invariant($"Right label among the {top.Size} most probable"), Percent(top.Accuracy));
        }

        if (report.RocAuc is { } rocAuc && report.AveragePrecision is { } averagePrecision)
        {
            yield return ("ROC AUC, average precision", Invariant($"{rocAuc:F4}, {averagePrecision:F4}"));
        }
    }

    /// <summary>The accuracy and its interval.</summary>
    public static Estimate Accuracy(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Proportion.Estimate((long)Math.Round(report.Accuracy * report.Count), report.Count);
    }

    /// <summary>A row for each label.</summary>
    public static IEnumerable<string> Labels(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return MarkdownTable.Lines(
            ["label", "precision", "recall", "F1", "texts"],
            report.Labels.Select(label => (string[])[label.Label, Percent(label.Precision), Percent(label.Recall), Percent(label.F1), Invariant($"{label.Support:N0}")]));
    }

    /// <summary>The confusion matrix; of many labels the pairs that are confused most.</summary>
    public static IEnumerable<string> Confusion(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Confusion is not { } matrix)
        {
            return [];
        }

        IReadOnlyList<string> names = [.. report.Labels.Select(label => label.Label)];
        if (names.Count <= MostLabelsOfAMatrix)
        {
            return MarkdownTable.Lines(
                ["label \\ predicted", .. names], names.Zip(matrix, (name, row) => (string[])[name, .. row.Select(cell => Invariant($"{cell}"))]));
        }

        var confusions =
            from label in Enumerable.Range(0, names.Count)
            from predicted in Enumerable.Range(0, names.Count)
            where label != predicted && matrix[label][predicted] > 0
            orderby matrix[label][predicted] descending, label, predicted
            select (string[])[names[label], names[predicted], Invariant($"{matrix[label][predicted]}")];
        return confusions.Take(ShownConfusions).ToList() is { Count: > 0 } rows ? MarkdownTable.Lines(["label", "predicted", "texts"], rows, textColumns: 2) : [];
    }

    static string Percent(double share) => Invariant($"{100 * share:F2}%");
}
