using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>A run for people.</summary>
public static class RunOverview
{
    /// <summary>What is the same when the run is repeated: data, configuration, models and results.</summary>
    public static IReadOnlyList<TextSection> Deterministic(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [Models(run), Data(run), Run(run), Configuration(run), .. run.Models.Select(Epochs)];
    }

    /// <summary>Everything that the files of the run say, with intervals for all metrics.</summary>
    public static IReadOnlyList<TextSection> Full(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [Models(run), .. Metrics(run), Times(run), Data(run), Run(run), Configuration(run), .. run.Models.Select(Epochs)];
    }

    static TextSection Models(TrainedRun run) => new(
        "Models",
        new TextTable(
            ["model", "parameters", "epochs", "best epoch", "validation loss", "validation accuracy (95% interval)", "test accuracy (95% interval)", "test macro F1"],
            [
                .. run.Models.Select(model => (string[])
                [
                    model.Name,
                    Shown.Count(model.Config.Model.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size))),
                    Invariant($"{model.Epochs.Count}"),
                    Invariant($"{model.Best?.Epoch}"),
                    Shown.Number(model.Best?.ValidationLoss),
                    Shown.ValidationAccuracy(run, model) is { } estimate ? Shown.Share(estimate) : Shown.Share(model.Best?.ValidationAccuracy),
                    Shown.Share(Shown.TestAccuracy(model)),
                    Shown.Share(Shown.TestMacroF1(model)),
                ]),
            ]),
        "The best epoch was chosen by the validation texts, so their numbers flatter the model a little; the test texts were scored once, after that.");

    static IEnumerable<TextSection> Metrics(TrainedRun run)
    {
        var summaries = run.Models.Where(model => model.Test is not null)
            .Select(model => (model.Name, Summary: EvaluationSummary.Of(model.Test!, model.Labels, model.Config.Threshold))).ToList();
        if (summaries.Count > 0)
        {
            yield return new TextSection(
                "Test set, from the saved predictions (95% intervals)",
                new TextTable(
                    ["model", "accuracy", "macro F1", "log loss", "Brier score", "calibration error", "ROC AUC", "average precision"],
                    [
                        .. summaries.Select(model => (string[])
                        [
                            model.Name, Shown.Share(model.Summary.Accuracy), Shown.Share(model.Summary.MacroF1), Shown.Number(model.Summary.LogLoss),
                            Shown.Number(model.Summary.BrierScore), Shown.Number(model.Summary.ExpectedCalibrationError), Shown.Number(model.Summary.RocAuc),
                            Shown.Number(model.Summary.AveragePrecision),
                        ]),
                    ]));
        }
    }

    static TextSection Times(TrainedRun run) => new(
        "Times",
        run.Timings is not { } timings ? null : new TextTable(
            ["model", "training and validation", "an epoch's training", "steps/s", "texts/s", "test"],
            [
                .. timings.Models.Select(model => (string[])
                [
                    model.Name, Shown.Duration(model.TrainSeconds), Shown.Seconds(model.EpochSeconds.Count > 0 ? model.EpochSeconds.Average() : null),
                    Shown.Number(model.StepsPerSecond, "F1"), Shown.Number(model.TextsPerSecond, "F0"), Shown.Seconds(model.TestSeconds),
                ]),
            ]),
        run.Timings is not { } of
            ? "Not recorded: an older version of the trainer wrote this run."
            : $"Started {Shown.Time(of.Started)}; {Shown.Duration(of.TotalSeconds)} in all; peak memory {Shown.Memory(of.PeakMemoryBytes)}.");

    static TextSection Data(TrainedRun run)
    {
        if (run.Record.Dataset is not { } dataset)
        {
            return new TextSection("Data", null, "Not recorded: an older version of the trainer wrote this run.");
        }

        var labels = dataset.Parts.SelectMany(part => part.Labels).Select(label => label.Label).Distinct(StringComparer.Ordinal).ToList();
        IReadOnlyList<string> shown = labels.Count <= MostLabelColumns ? labels : [];
        var paragraphs = new List<string>();
        if (dataset.Split is { } split)
        {
            paragraphs.Add(
                run.Record.Fold is { } fold
                    ? Invariant($"Fold {fold.Number} of {fold.Of} validates; the hash over the ids of its texts is {Shown.Hash(split.ValidationIds)}.")
                    : Invariant($"A share of {split.Share} of the training texts of each label was set aside for validation; the hash over their ids is {Shown.Hash(split.ValidationIds)}."));
        }

        if (labels.Count > MostLabelColumns)
        {
            paragraphs.Add(Invariant($"{labels.Count} labels; {RunLayout.RunFile} counts the texts of each."));
        }

        return new TextSection(
            "Data",
            new TextTable(
                ["part", "data", "SHA-256", "bytes", "texts", .. shown],
                [
                    .. dataset.Parts.Select(part => (string[])
                    [
                        part.Part, Shown.PathOf(part), Shown.Hash(part.Sha256), Shown.Count(part.Bytes), Shown.Count(part.Texts),
                        .. shown.Select(label => Shown.Count(part.Labels.FirstOrDefault(count => count.Label == label)?.Count)),
                    ]),
                ],
                TextColumns: 3),
            paragraphs);
    }

    static TextSection Run(TrainedRun run)
    {
        var record = run.Record;
        var rows = new List<(string Name, string Value)>();
        if (record.CommandLine is { } commandLine)
        {
            rows.Add(("command", $"trainer {string.Join(' ', commandLine.Select(Quoted))}"));
        }

        rows.Add(("device", record.Device ?? ""));
        rows.AddRange(record.Versions?.All() ?? []);
        if (record.From is { } from)
        {
            rows.Add(("trained further from", $"{record.FromPath} ({Shown.Hash(from)})".TrimStart()));
        }

        return new TextSection("Made with", new TextTable(["", "value"], [.. rows.Select(row => (string[])[row.Name, row.Value])], TextColumns: 2));
    }

    static TextSection Configuration(TrainedRun run) => new(
        "Configuration",
        new TextTable(["key", "value"], [.. FlatJson.Of(run.Record).Select(pair => (string[])[pair.Key, pair.Value])], TextColumns: 2),
        run.Record.ConfigurationHash is { } hash ? [$"SHA-256 {hash}"] : []);

    static TextSection Epochs(TrainedModel model) => new(
        $"Epochs of {model.Name}",
        new TextTable(
            ["epoch", "training loss", "validation loss", "validation accuracy"],
            [
                .. model.Epochs.Select(epoch => (string[])
                [
                    Invariant($"{epoch.Epoch}{(epoch.Epoch == model.Best?.Epoch ? " (best)" : "")}"), Shown.Number(epoch.TrainLoss), Shown.Number(epoch.ValidationLoss),
                    Shown.Share(epoch.ValidationAccuracy),
                ]),
            ]));

    const int MostLabelColumns = 8;

    static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(character => char.IsAsciiLetterOrDigit(character) || "-_=./,:+@%".Contains(character, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
