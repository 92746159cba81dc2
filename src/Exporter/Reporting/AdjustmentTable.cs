using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Sources;
using RnnToolkit.Runs;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>What calibration and threshold do to a model, as a section in Markdown.</summary>
static class AdjustmentTable
{
    /// <summary>Writes the section; nothing where the bundle is what the trainer wrote.</summary>
    public static string Write(ExportReport report)
    {
        if (report.Adjustment is not { } adjustment)
        {
            return "";
        }

        var text = new StringBuilder();
        MarkdownSection.Append(
            text, adjustment switch { { Threshold: null } => "Calibration", { Calibration: null } => "Threshold", _ => "Calibration and threshold" }, ["", ""],
            Facts(adjustment));
        if (adjustment.Parts.Count > 0)
        {
            var isBinary = report.Manifest.Labels.Count == LabelSet.MinCount;
            string[] columns = isBinary
                ? ["Texts", "Model", "Accuracy", "Precision", "Recall", "F1", "Log loss", "Calibration error"]
                : ["Texts", "Model", "Accuracy", "Macro F1", "Log loss", "Calibration error"];
            text.Append("\nEach number with its 95% interval.\n\n");
            foreach (var line in MarkdownTable.Lines(columns, adjustment.Parts.SelectMany(part => Rows(part, isBinary)), textColumns: 2))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    static IEnumerable<string[]> Facts(Adjustment adjustment)
    {
        if (adjustment.Calibration is { } calibration)
        {
            yield return ["Temperature", Invariant($"{calibration.Temperature:F4}; the logits are divided by it; at the threshold of the training no label changes")];
            yield return ["Fitted on", Invariant($"{calibration.Texts:N0} validation texts: the model was not trained on them, but they chose the best epoch, so that the test set is the fairer measure")];
            yield return ["Calibration error on these", Invariant($"{calibration.EceBefore:F4} before, {calibration.EceAfter:F4} after")];
        }

        if (adjustment.Threshold is { } choice)
        {
            var chosen = choice.Goal.Kind == ThresholdGoalKind.Fixed ? "given to the exporter" : $"chosen for {choice.Goal} on the validation texts";
            yield return ["Threshold", Invariant($"{choice.Threshold:R}, {chosen}")];
        }
    }

    static IEnumerable<string[]> Rows(AdjustedPart part, bool isBinary)
    {
        foreach (var (model, summary) in new[] { ("as trained", part.Before), ("as exported", part.After) })
        {
            var positive = summary.Labels[^1];
            Estimate[] shares = isBinary ? [positive.Precision, positive.Recall, positive.F1] : [summary.MacroF1];
            yield return
            [
                Invariant($"{part.Name}, {summary.Report.Count:N0}"), model, summary.Accuracy.ToPercent(), .. shares.Select(share => share.ToPercent()),
                summary.LogLoss.ToNumber(), summary.ExpectedCalibrationError.ToNumber(),
            ];
        }
    }
}
