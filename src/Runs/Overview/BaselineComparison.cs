namespace RnnToolkit.Runs;

/// <summary>Baselines beside models.</summary>
public static class BaselineComparison
{
    /// <summary>The section of a comparison that shows baselines.</summary>
    /// <param name="baselines">One or more, with their predictions.</param>
    /// <param name="models">The models to test them against; may be empty.</param>
    public static TextSection Of(IReadOnlyList<(BaselineRecord Record, IReadOnlyList<PredictedText> Texts)> baselines, IReadOnlyList<SelectedModel> models)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        ArgumentNullException.ThrowIfNull(models);
        var rows = baselines.Select(baseline => (string[])
        [
            baseline.Record.Name, Accuracy(PredictionFile.ValidationPart, baseline.Texts), Accuracy(PredictionFile.TestPart, baseline.Texts), baseline.Record.Remark,
        ]);
        var sentences =
            from baseline in baselines
            from selected in models
            let sentence = Sentence(baseline.Record, baseline.Texts, selected.Model)
            where sentence is not null
            select sentence;
        return new TextSection(
            "Baselines", new TextTable(["baseline", "validation accuracy (95% interval)", "test accuracy (95% interval)", "remark"], [.. rows]), [.. sentences]);
    }

    static string Accuracy(string part, IReadOnlyList<PredictedText> texts) =>
        texts.Where(text => text.Part == part).ToList() is { Count: > 0 } scored
            ? Proportion.Estimate(scored.LongCount(text => text.IsRight), scored.Count).ToPercent()
            : "";

    /// <summary>The test of a baseline against a model on the test set; null when they were not scored on the same texts.</summary>
    static string? Sentence(BaselineRecord record, IReadOnlyList<PredictedText> texts, TrainedModel model)
    {
        var own = texts.Where(text => text.Part == PredictionFile.TestPart).ToList();
        return model.Test is { } other && own.Count > 0 && model.Labels.Names.SequenceEqual(record.Labels)
            && own.Select(text => (text.Id, text.Label)).SequenceEqual(other.Select(text => (text.Id, text.Label)))
            ? McNemar.Test([.. own.Select(text => text.IsRight)], [.. other.Select(text => text.IsRight)]).Sentence(record.Name, model.Name)
            : null;
    }
}
