namespace RnnToolkit.Runs;

/// <summary>Models side by side: what differs in how they were made, and in what they do.</summary>
public static class RunComparison
{
    // Of more models, each is compared with the best one alone.
    const int MostModelsOfAllPairs = 4;

    /// <summary>The sections of a comparison.</summary>
    /// <param name="models">Two or more.</param>
    public static IReadOnlyList<TextSection> Of(IReadOnlyList<SelectedModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        var names = Names(models);
        return [Differences(models, names), Results(models, names), .. Means(models), .. Tests(models, names)];
    }

    static TextSection Differences(IReadOnlyList<SelectedModel> models, List<string> names)
    {
        var facts = models.Select(Facts).ToList();
        var rows = facts.SelectMany(fact => fact.Select(pair => pair.Key)).Distinct(StringComparer.Ordinal)
            .Select(key => (string[])[key, .. facts.Select(fact => fact.FirstOrDefault(pair => pair.Key == key).Value ?? "")])
            .Where(row => row[1..].Distinct(StringComparer.Ordinal).Count() > 1)
            .ToList();
        return rows.Count == 0
            ? new TextSection("What differs in how they were made", null, "Nothing that was recorded.")
            : new TextSection(
                "What differs in how they were made",
                new TextTable(["key", .. names], rows, TextColumns: 1 + names.Count),
                [.. rows.Any(row => row.Contains("")) ? ["A blank is a default, or was not recorded."] : Array.Empty<string>()]);
    }

    static TextSection Results(IReadOnlyList<SelectedModel> models, List<string> names) => new(
        "Results",
        new TextTable(
            ["model", "best epoch", "validation loss", "validation accuracy", "test accuracy (95% interval)", "test macro F1", "parameters", "steps/s", "training", "peak memory"],
            [
                .. models.Zip(names, (selected, name) => (string[])
                [
                    name, Invariant($"{selected.Model.Best?.Epoch}"), Shown.Number(selected.Model.Best?.ValidationLoss), Shown.Share(selected.Model.Best?.ValidationAccuracy),
                    Shown.Share(Shown.TestAccuracy(selected.Model)), Shown.Share(Shown.TestMacroF1(selected.Model)),
                    Shown.Count(selected.Model.Config.Model.Parameters().Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size))),
                    Shown.Number(selected.Run.Timings?.Of(selected.Model.Name)?.StepsPerSecond, "F1"),
                    Shown.Duration(selected.Run.Timings?.Of(selected.Model.Name)?.TrainSeconds), Shown.Memory(selected.Run.Timings?.PeakMemoryBytes),
                ]),
            ]));

    /// <summary>Models that differ in their seed or fold alone, together.</summary>
    static IEnumerable<TextSection> Means(IReadOnlyList<SelectedModel> models)
    {
        var groups = models.GroupBy(KeyWithoutSeed, StringComparer.Ordinal)
            .Select(group => group.DistinctBy(selected => (selected.Run.Seed, selected.Run.Record.Fold?.Number)).ToList())
            .Where(group => group.Count > 1)
            .ToList();
        if (groups.Count > 0)
        {
            yield return new TextSection(
                "Means over seeds and folds (± standard deviation)",
                new TextTable(
                    ["model", "runs", "validation loss", "validation accuracy", "test accuracy", "test macro F1"],
                    [
                        .. groups.Select(group => (string[])
                        [
                            group[0].Model.Name, Invariant($"{group.Count}"),
                            Shown.Mean(group.Select(selected => selected.Model.Best?.ValidationLoss), "F4"),
                            Shown.Mean(group.Select(selected => 100 * selected.Model.Best?.ValidationAccuracy), "F2", "%"),
                            Shown.Mean(group.Select(selected => 100 * Shown.TestAccuracy(selected.Model)?.Value), "F2", "%"),
                            Shown.Mean(group.Select(selected => 100 * Shown.TestMacroF1(selected.Model)), "F2", "%"),
                        ]),
                    ]),
                "Runs that differ in nothing but their seed or their fold are one row.");
        }
    }

    static string KeyWithoutSeed(SelectedModel selected) => string.Join(
        '\n',
        [
            selected.Model.Name, selected.Run.Record.Data?.Train, selected.Run.Record.Data?.Test, selected.Run.Record.From, Invariant($"{selected.Run.Record.Fold?.Of}"),
            .. FlatJson.Of(selected.Run.Record).Where(pair => pair.Key != "training.seed").Select(pair => $"{pair.Key}={pair.Value}"),
        ]);

    static IEnumerable<TextSection> Tests(IReadOnlyList<SelectedModel> models, List<string> names)
    {
        var pairs = Pairs(models).ToList();
        var sentences = new List<string>();
        var uncomparable = 0;
        foreach (var (first, second) in pairs)
        {
            if (TextsOfBoth(models[first].Model, models[second].Model) is var (part, left, right))
            {
                var test = McNemar.Test([.. left.Select(text => text.IsRight)], [.. right.Select(text => text.IsRight)]);
                sentences.Add((part == PredictionFile.TestPart ? "" : "Validation texts: ") + test.Sentence(names[first], names[second]));
            }
            else
            {
                uncomparable++;
            }
        }

        if (uncomparable > 0)
        {
            sentences.Add(Invariant($"{uncomparable} of {pairs.Count} pairs have no saved predictions for the same texts, so their difference cannot be tested."));
        }

        if (sentences.Count - Math.Min(uncomparable, 1) > 1)
        {
            sentences.Add(Invariant(
                $"These are {pairs.Count - uncomparable} tests: by chance alone, one in 20 of them calls a difference significant that is none. The tests say nothing about other seeds."));
        }

        yield return new TextSection("Are the differences significant?", null, sentences);
    }

    static IEnumerable<(int First, int Second)> Pairs(IReadOnlyList<SelectedModel> models)
    {
        if (models.Count <= MostModelsOfAllPairs)
        {
            return from first in Enumerable.Range(0, models.Count) from second in Enumerable.Range(first + 1, models.Count - first - 1) select (first, second);
        }

        var best = Enumerable.Range(0, models.Count).MinBy(i => models[i].Model.Best?.ValidationLoss ?? double.PositiveInfinity);
        return Enumerable.Range(0, models.Count).Where(i => i != best).Select(i => (best, i));
    }

    /// <summary>The predictions of two models for the same texts: of the test set, else the validation texts; null when there are none.</summary>
    static (string Part, IReadOnlyList<PredictedText> First, IReadOnlyList<PredictedText> Second)? TextsOfBoth(TrainedModel first, TrainedModel second)
    {
        return AreSame(first.Test, second.Test) ? (PredictionFile.TestPart, first.Test!, second.Test!)
            : AreSame(first.Validation, second.Validation) ? (PredictionFile.ValidationPart, first.Validation!, second.Validation!)
            : null;

        bool AreSame(IReadOnlyList<PredictedText>? left, IReadOnlyList<PredictedText>? right) =>
            left is not null && right is not null && left.Count == right.Count
            && left.Zip(right).All(pair => pair.First.Id == pair.Second.Id && first.Labels.Names[pair.First.Label] == second.Labels.Names[pair.Second.Label]);
    }

    static List<KeyValuePair<string, string>> Facts(SelectedModel selected)
    {
        var (record, config) = (selected.Run.Record, selected.Model.Config);
        var facts = new List<KeyValuePair<string, string>>();
        Add("cell", config.Model.Cell.ToString().ToLowerInvariant());
        Add("layers", Invariant($"{config.Model.Layers}"));
        facts.AddRange(FlatJson.Of(record));
        Add("device", record.Device);
        Add("fold", record.Fold is { } fold ? Invariant($"{fold.Number} of {fold.Of}") : null);
        Add("from", Shown.Hash(record.From));
        Add("labels", string.Join(", ", config.Labels));
        Add("training texts", Shown.Hash(record.Data?.Train));
        Add("validation set", Shown.Hash(record.Data?.Validation));
        Add("validation ids", Shown.Hash(record.Dataset?.Split?.ValidationIds));
        Add("test set", Shown.Hash(record.Data?.Test));
        foreach (var (name, value) in record.Versions?.All() ?? [])
        {
            Add($"versions.{name}", value);
        }

        return facts;

        void Add(string key, string? value) => facts.Add(KeyValuePair.Create(key, value ?? ""));
    }

    /// <summary>The shortest names that differ.</summary>
    static List<string> Names(IReadOnlyList<SelectedModel> models)
    {
        Func<SelectedModel, string>[] forms =
        [
            selected => selected.Model.Name,
            selected => $"{selected.Run.Name}/{selected.Model.Name}",
            selected => selected.Model.Directory,
        ];
        return forms.Select(form => models.Select(form).ToList()).FirstOrDefault(names => names.Distinct(StringComparer.Ordinal).Count() == names.Count)
            ?? [.. models.Select(selected => Path.GetFullPath(selected.Model.Directory))];
    }
}
