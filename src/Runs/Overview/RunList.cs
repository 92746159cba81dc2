namespace RnnToolkit.Runs;

/// <summary>Runs in one table.</summary>
public static class RunList
{
    /// <summary>A row for each run: of its models the one that is best on the validation texts.</summary>
    public static TextTable Of(IEnumerable<TrainedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new TextTable(
            ["run", "models", "data", "started", "seed", "best model", "validation accuracy", "test accuracy (95% interval)", "time"],
            [.. runs.Select(Row)],
            TextColumns: 4);
    }

    static string[] Row(TrainedRun run)
    {
        var best = Best(run);
        return
        [
            run.Name + (run.Record.Fold is { } fold && !run.Name.Contains("fold-", StringComparison.Ordinal) ? Invariant($" (fold {fold.Number} of {fold.Of})") : ""),
            string.Join(' ', run.Models.Select(model => model.Name)),
            DataOf(run),
            Shown.Time(run.Timings?.Started),
            Invariant($"{run.Seed}"),
            best?.Name ?? "",
            Shown.Share(best?.Best?.ValidationAccuracy),
            best is null ? "" : Shown.Share(Shown.TestAccuracy(best)),
            Shown.Duration(run.Timings?.TotalSeconds),
        ];
    }

    /// <summary>The model of a run that is best on the validation texts, by what its training chose the best epoch by; null when none has ended an epoch.</summary>
    public static TrainedModel? Best(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var metric = run.Record.Training.TryGetProperty("bestBy", out var bestBy) ? bestBy.ToString() : null;
        return run.Models.Where(model => model.Best is not null).OrderByDescending(model => metric switch
        {
            "accuracy" => model.Best!.ValidationAccuracy,
            "macroF1" => model.Best!.ValidationMacroF1 ?? 0,
            _ => -model.Best!.ValidationLoss,
        }).FirstOrDefault();
    }

    static string DataOf(TrainedRun run)
    {
        if (run.Record.Dataset is not { Parts: [var train, ..] parts })
        {
            return run.Record.Labels is { } labels ? Invariant($"{labels.Sum(label => (long)label.Train):N0} texts") : "";
        }

        var name = train.Path is { } path ? System.IO.Path.GetFileName(path.TrimEnd('/', '\\')) : "bundled sample";
        return Invariant($"{name}, {parts.Sum(part => (long)part.Texts):N0} texts");
    }
}
