using System.Globalization;
using System.Text;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Search;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The results of a sweep, the best first: as CSV with all digits, and as tables for people.</summary>
static class SweepTable
{
    /// <summary>Writes <c>results.csv</c>.</summary>
    public static void WriteCsv(Stream stream, Sweep sweep, IReadOnlyList<Trial> ranked)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        var csv = new CsvWriter(writer);
        string[] headers =
        [
            "rank", "trial", "status", "model", .. Keys(sweep), "epochs", "bestEpoch", "validationLoss", "validationAccuracy", "validationMacroF1", "reason",
        ];
        foreach (var header in headers)
        {
            csv.Field(header);
        }

        csv.EndRecord();
        foreach (var (index, trial) in ranked.Index())
        {
            csv.Field(index + 1);
            csv.Field(SweepDirectory.NameOf(trial.Number));
            csv.Field(StatusOf(trial));
            csv.Field(sweep.ModelOf(trial.Point).Name);
            foreach (var value in Values(sweep, trial))
            {
                csv.Field(value);
            }

            csv.Field(trial.Outcome.Epochs.Count);
            var best = trial.Outcome.Best;
            foreach (var figure in new[] { best?.Epoch, best?.ValidationLoss, best?.ValidationAccuracy, best?.ValidationMacroF1 })
            {
                csv.Field(figure?.ToString("R", CultureInfo.InvariantCulture) ?? "");
            }

            csv.Field(trial.Outcome.Reason ?? "");
            csv.EndRecord();
        }
    }

    /// <summary>The trials as a Markdown table.</summary>
    public static IEnumerable<string> Lines(Sweep sweep, IReadOnlyList<Trial> ranked)
    {
        var hasMacroF1 = ranked.Any(trial => trial.Outcome.Best?.ValidationMacroF1 is not null);
        string[] headers = ["trial", "model", .. Keys(sweep), "outcome", "best epoch", "validation loss", "validation accuracy", .. hasMacroF1 ? ["macro F1"] : (string[])[]];
        return MarkdownTable.Lines(
            headers,
            ranked.Select(trial => (string[])
            [
                SweepDirectory.NameOf(trial.Number),
                sweep.ModelOf(trial.Point).Name,
                .. Values(sweep, trial),
                StatusOf(trial) + (trial.Outcome.Reason is { } reason ? $": {Short(reason)}" : ""),
                trial.Outcome.Best is { } best ? $"{best.Epoch}/{trial.Outcome.Epochs.Count}" : "",
                trial.Outcome.Best?.ValidationLoss.ToString("F4", CultureInfo.InvariantCulture) ?? "",
                Percent(trial.Outcome.Best?.ValidationAccuracy),
                .. hasMacroF1 ? [Percent(trial.Outcome.Best?.ValidationMacroF1)] : (string[])[],
            ]),
            textColumns: 3 + Keys(sweep).Count);
    }

    /// <summary>How much the goal depends on each parameter, as a Markdown table.</summary>
    public static IEnumerable<string> SensitivityLines(Sweep sweep, IReadOnlyList<Sensitivity> sensitivities) => MarkdownTable.Lines(
        ["parameter", $"mean {sweep.Goal.Name} by value (trials)", "share of variance"],
        sensitivities.Select(found => (string[])
        [
            found.Parameter.Key,
            string.Join("; ", found.Groups.Select(group => $"{group.Values}: {sweep.Goal.Text(group.MeanLoss)} ({group.Trials})")),
            Percent(found.Share),
        ]),
        textColumns: 2);

    static IReadOnlyList<string> Keys(Sweep sweep) => [.. sweep.Space.Parameters.Select(parameter => parameter.Key).Where(key => key != SearchSpace.ModelsKey)];

    static IEnumerable<string> Values(Sweep sweep, Trial trial) =>
        sweep.Space.Parameters.Zip(trial.Point.Values).Where(entry => entry.First.Key != SearchSpace.ModelsKey).Select(entry => entry.Second?.Text ?? "");

    static string StatusOf(Trial trial) => trial.Outcome.Status.ToString().ToLowerInvariant();

    static string Percent(double? share) => share is { } value ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) + "%" : "";

    static string Short(string reason) => reason.Length <= 160 ? reason : reason[..157] + "...";
}
