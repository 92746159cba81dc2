namespace RnnToolkit.DataCheck.Checks;

/// <summary>Rows that cannot be read, ids that occur twice, and labels: how many, how balanced, alike, unseen.</summary>
static class LabelChecks
{
    const int MostLabels = 1000;
    const int ShownLabels = 5;
    const double LargeShare = 0.8;
    const int LargeRatio = 10;
    const double LargeShift = 0.1;
    const int FewestTextsOfAShift = 50;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        foreach (var part in data.Parts.Where(part => part.BadRows.Count > 0))
        {
            yield return new Finding
            {
                Code = "rows.bad",
                Severity = Severity.Error,
                Statement = Excerpt.Name(part.BadRows[^1]),
                Why = "Training stops at the first bad row unless --max-error-rate accepts some, and then it leaves them out.",
                Advice = "Repair the rows, or name the way the file is written: --delimiter, --quoting, --encoding, --text-column, --label-column.",
                Unit = "rows",
                Examples = [.. part.BadRows.SkipLast(1).Take(data.Options.MaxExamples).Select(line => new FindingExample(new TextReference(part.Kind.Name(), "", ""), Excerpt.Name(line)))],
            };
        }

        if (!data.Of(PartKind.Train).Any())
        {
            yield return new Finding
            {
                Code = "parts.noTraining",
                Severity = Severity.Error,
                Statement = "There is no text to train with",
                Why = "The vocabulary comes from the training texts, and so does everything that a model knows.",
                Advice = "--data names the training texts.",
            };
            yield break;
        }

        var train = data.LabelsOf(PartKind.Train);
        foreach (var finding in ((Finding?[])[Number(train), TooFew(data, train), InputFindings.FewTextsOf(train), Similar(train), Unbalanced(train)]).OfType<Finding>())
        {
            yield return finding;
        }

        foreach (var part in data.Parts)
        {
            foreach (var finding in ((Finding?[])[RepeatedIds(data, part.Kind), Unseen(data, part.Kind, train), Shifted(data, part.Kind, train)]).OfType<Finding>())
            {
                yield return finding;
            }
        }
    }

    static Finding? Number(IReadOnlyList<LabelTexts> train) => train.Count is >= 2 and <= MostLabels ? null : new Finding
    {
        Code = "labels.number",
        Severity = Severity.Error,
        Statement = train.Count == 1
            ? $"All training texts have the label {Excerpt.Name(train[0].Label)}"
            : Invariant($"The training texts have {train.Count:N0} different labels, more than {MostLabels:N0}"),
        Why = "Training needs 2 to 1,000 labels.",
        Advice = "--label-column names the column of the labels; this one may hold ids or texts.",
        Count = train.Count,
        Unit = "labels",
    };

    static Finding? TooFew(AnalyzedData data, IReadOnlyList<LabelTexts> train)
    {
        var single = train.Where(label => label.Texts < 2).Select(label => label.Label).ToHashSet(StringComparer.Ordinal);
        return single.Count == 0 || train.Count is < 2 or > MostLabels ? null : new Finding
        {
            Code = "labels.single",
            Severity = Severity.Error,
            Statement = $"{Share.Count(single.Count, "label has", "labels have")} a single training text: {Shown(single.Order(StringComparer.Ordinal))}",
            Why = "Training refuses such labels: one text cannot be both trained and validated with.",
            Advice = "Correct the label if it is a slip, collect more texts, or leave such texts out with --drop-rare-labels 2.",
            Count = single.Count,
            Total = train.Count,
            Unit = "labels",
            Examples = data.Examples(data.Of(PartKind.Train).Where(text => single.Contains(text.Label))),
        };
    }

    static Finding? Similar(IReadOnlyList<LabelTexts> train)
    {
        var groups = train.GroupBy(label => Folded(label.Label), StringComparer.Ordinal).Where(group => group.Key.Length > 0 && group.Count() > 1).ToList();
        return groups.Count == 0 ? null : new Finding
        {
            Code = "labels.similar",
            Severity = Severity.Warning,
            Statement = $"Labels that differ only in case, spaces or punctuation: {Shown(groups.Select(group => string.Join(" and ", group.Select(Name))))}",
            Why = "Labels are compared exactly, so these are different labels to the model, which must guess between them.",
            Advice = "Give them one spelling.",
            Count = groups.Sum(group => group.Count()),
            Total = train.Count,
            Unit = "labels",
        };

        static string Folded(string label) => string.Concat(label.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
    }

    static Finding? Unbalanced(IReadOnlyList<LabelTexts> train)
    {
        var all = train.Sum(label => label.Texts);
        var most = train.MaxBy(label => label.Texts)!;
        var least = train.MinBy(label => label.Texts)!;
        return train.Count < 2 || (most.Texts < LargeShare * all && most.Texts < LargeRatio * least.Texts) ? null : new Finding
        {
            Code = "labels.unbalanced",
            Severity = most.Texts >= LargeShare * all ? Severity.Warning : Severity.Note,
            Statement = Invariant(
                $"The label {Excerpt.Name(most.Label)} has {Share.Of(most.Texts, all, "training texts")}, {Excerpt.Name(least.Label)} has {least.Texts:N0}"),
            Why = most.Texts >= LargeShare * all
                ? Invariant($"Always answering {Excerpt.Name(most.Label)} would reach an accuracy of {Share.Percent(most.Texts, all)}: accuracy says little here.")
                : "A model learns rare labels less well, and accuracy hardly shows it.",
            Advice = "Judge by macro F1 and the recall of each label; --set training.classWeights=balanced weighs rare labels as much as frequent ones.",
            Count = most.Texts,
            Total = all,
        };
    }

    static Finding? RepeatedIds(AnalyzedData data, PartKind part)
    {
        var repeated = data.Of(part).GroupBy(text => text.Id, StringComparer.Ordinal).Where(group => group.Count() > 1).ToList();
        return repeated.Count == 0 ? null : new Finding
        {
            Code = "ids.repeated",
            Severity = Severity.Warning,
            Statement = $"{Share.Count(repeated.Count, "id occurs", "ids occur")} more than once in the {part.Adjective()} part",
            Why = "Predictions and error lists name texts by their ids.",
            Advice = "Give every row an id of its own, or rename the column: without a column id, rows are numbered.",
            Count = repeated.Count,
            Unit = "ids",
            Examples = data.Examples(repeated.Select(group => group.ElementAt(1))),
        };
    }

    static Finding? Unseen(AnalyzedData data, PartKind part, IReadOnlyList<LabelTexts> train)
    {
        var known = train.Select(label => label.Label).ToHashSet(StringComparer.Ordinal);
        var unseen = data.Of(part).Where(text => !known.Contains(text.Label)).ToList();
        return unseen.Count == 0 ? null : new Finding
        {
            Code = "labels.unseen",
            Severity = Severity.Error,
            Statement = $"{Share.Of(unseen.Count, data.Of(part).Count(), $"{part.Name()} texts")} have a label that no training text has: "
                + Shown(unseen.Select(text => text.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            Why = "A model can only answer with labels that it was trained on; training refuses such texts.",
            Advice = "Correct the labels, or leave such texts out with --drop-unseen-labels.",
            Count = unseen.Count,
            Total = data.Of(part).Count(),
            Examples = data.Examples(unseen),
        };
    }

    static Finding? Shifted(AnalyzedData data, PartKind part, IReadOnlyList<LabelTexts> train)
    {
        var other = data.LabelsOf(part).ToDictionary(label => label.Label, label => label.Texts, StringComparer.Ordinal);
        var (all, allOther) = (train.Sum(label => label.Texts), other.Values.Sum());
        if (part == PartKind.Train || all < FewestTextsOfAShift || allOther < FewestTextsOfAShift)
        {
            return null;
        }

        var shifts = train.Select(label => (label.Label, Train: (double)label.Texts / all, Other: (double)other.GetValueOrDefault(label.Label) / allOther)).ToList();
        var (name, inTrain, inOther) = shifts.MaxBy(label => Math.Abs(label.Train - label.Other));
        return Math.Abs(inTrain - inOther) < LargeShift ? null : new Finding
        {
            Code = "labels.shifted",
            Severity = Severity.Warning,
            Statement = Invariant(
                $"The labels of the {part.Name()} part have other shares than those of the training part: {Excerpt.Name(name)} has {100 * inOther:F1}% instead of {100 * inTrain:F1}%"),
            Why = "A model learns how frequent each label is. Where that differs, its probabilities are off, and so is a threshold chosen on them.",
            Advice = "If the parts should be alike, draw them at random from one set; if the difference is real, choose the threshold on texts like those in use.",
        };
    }

    static string Shown(IEnumerable<string> names)
    {
        var list = names.ToList();
        return string.Join(", ", list.Take(ShownLabels).Select(Excerpt.Name)) + (list.Count > ShownLabels ? Invariant($" and {list.Count - ShownLabels} more") : "");
    }

    static string Name(LabelTexts label) => Invariant($"\"{label.Label}\" ({label.Texts:N0})");
}
