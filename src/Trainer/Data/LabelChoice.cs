using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Data;

/// <summary>The labels of a run, and the texts that have them. A label that cannot be used is refused or left out, never guessed.</summary>
sealed class LabelChoice
{
    const int ShownLabels = 5;

    readonly LabelOptions _options;
    readonly HashSet<string> _dropped;
    readonly List<string> _warnings = [];

    LabelChoice(LabelSet labels, LabelOptions options, HashSet<string> dropped) => (Labels, _options, _dropped) = (labels, options, dropped);

    public LabelSet Labels { get; }

    /// <summary>What was left out, one line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Chooses the labels.</summary>
    /// <param name="path">The data set, for messages.</param>
    /// <param name="texts">The texts to train and validate with.</param>
    /// <param name="options">What the user asks for.</param>
    /// <exception cref="DatasetException">The labels cannot be used.</exception>
    public static LabelChoice Of(string path, IReadOnlyList<LabeledText> texts, LabelOptions options)
    {
        if (texts.FirstOrDefault(text => !LabelRules.IsUsable(text.Label!)) is { } unusable)
        {
            throw new DatasetException(
                path, $"id {unusable.Id}", $"the label \"{unusable.Label}\"", $"at most {LabelRules.MaxLength} characters, none of them a control character");
        }

        var nameOf = NamesOf(path, texts, options);
        var counts = texts.CountBy(text => nameOf[text.Label!]).ToDictionary(StringComparer.Ordinal);
        if (options.Names?.FirstOrDefault(name => !counts.ContainsKey(name)) is { } missing)
        {
            throw new DatasetException(path, "training part", $"no text with the label {missing}", "texts of every label that --labels names");
        }

        var rare = counts.Where(label => label.Value < (options.DropRare ?? LabelOptions.FewestTexts)).OrderBy(label => label.Key, StringComparer.Ordinal).ToList();
        if (rare.Count > 0 && options.DropRare is null)
        {
            throw new DatasetException(
                path, "training part", Shown([.. rare.Select(label => $"only {label.Value} text with the label {label.Key}")]),
                $"at least {LabelOptions.FewestTexts} of each label; --drop-rare-labels {LabelOptions.FewestTexts} leaves out such texts");
        }

        var dropped = rare.Select(label => label.Key).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string> names = [.. (options.Names ?? [.. counts.Keys.Order(StringComparer.Ordinal)]).Where(name => !dropped.Contains(name))];
        if (names.Count is < LabelSet.MinCount or > LabelSet.MaxCount)
        {
            throw new DatasetException(
                path, "training part", names.Count switch { 0 => "no labels", 1 => $"one label, {names[0]}", var count => Invariant($"{count} different labels") },
                $"{LabelSet.MinCount} to {LabelSet.MaxCount}; --label-column names the column of the labels");
        }

        var choice = new LabelChoice(new LabelSet(names), options, [.. texts.Select(text => text.Label!).Where(label => dropped.Contains(nameOf[label]))]);
        if (dropped.Count > 0)
        {
            choice._warnings.Add(Invariant(
                $"--drop-rare-labels {options.DropRare}: left out {rare.Sum(label => label.Value)} texts of {rare.Count} labels: {Shown([.. rare.Select(label => $"{label.Key} ({label.Value})")])}"));
        }

        return choice;
    }

    /// <summary>The texts to train and validate with.</summary>
    public IReadOnlyList<CorpusText> Train(IReadOnlyList<LabeledText> texts) => [.. Known(texts)];

    /// <summary>Texts that took no part in the choice, such as a test set.</summary>
    /// <param name="path">Their data set, for messages.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="DatasetException">A text has a label that no training text has, and the user has not asked to leave it out.</exception>
    public IReadOnlyList<CorpusText> Unseen(string path, IReadOnlyList<LabeledText> texts)
    {
        var unknown = texts.Where(text => Labels.IndexOf(text.Label) is null && !_dropped.Contains(text.Label!)).ToList();
        if (unknown.Count > 0 && !_options.DropUnseen)
        {
            throw new DatasetException(
                path, $"id {unknown[0].Id}", $"the label \"{unknown[0].Label}\", which no training text has",
                $"{Labels.Expected}; --drop-unseen-labels leaves out such texts");
        }

        var known = Known(texts).ToList();
        if (known.Count < texts.Count)
        {
            _warnings.Add(Invariant($"{path}: left out {texts.Count - known.Count} of {texts.Count} texts, whose labels are not those of the training"));
        }

        return known;
    }

    IEnumerable<CorpusText> Known(IEnumerable<LabeledText> texts)
    {
        foreach (var text in texts)
        {
            if (Labels.IndexOf(text.Label) is { } label)
            {
                yield return new CorpusText(text.Id, text.Text, label);
            }
        }
    }

    /// <summary>The name of each label of the texts.</summary>
    static IReadOnlyDictionary<string, string> NamesOf(string path, IReadOnlyList<LabeledText> texts, LabelOptions options)
    {
        if (options.Names is not { } names)
        {
            return LabelSet.NamesOf(texts.Select(text => text.Label!));
        }

        var labels = new LabelSet(names);
        if (texts.FirstOrDefault(text => labels.IndexOf(text.Label) is null) is { } other)
        {
            throw new DatasetException(path, $"id {other.Id}", $"the label \"{other.Label}\"", $"{labels.Expected} (--labels)");
        }

        return texts.Select(text => text.Label!).Distinct(StringComparer.Ordinal)
            .ToDictionary(label => label, label => labels.Names[labels.IndexOf(label)!.Value], StringComparer.Ordinal);
    }

    static string Shown(IReadOnlyList<string> items) =>
        string.Join(", ", items.Take(ShownLabels)) + (items.Count > ShownLabels ? Invariant($" and {items.Count - ShownLabels} more") : "");
}
