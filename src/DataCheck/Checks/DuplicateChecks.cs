namespace RnnToolkit.DataCheck.Checks;

/// <summary>
/// Texts that occur more than once: the same text (but for case and white space), texts that the preprocessing makes the same, and near duplicates;
/// inside parts, across parts, and with different labels.
/// </summary>
static class DuplicateChecks
{
    const double ManyAcross = 0.01;
    const double SomeAcross = 0.001;
    const double ManyInside = 0.01;

    public static IEnumerable<Finding> Of(AnalyzedData data, CancellationToken cancellationToken)
    {
        // A text whose tokens are those of another is counted once, at the first of these that applies.
        var texts = data.Texts.Where(text => !string.IsNullOrWhiteSpace(text.Raw)).ToList();
        var same = Groups(texts, text => text.TextKey);
        var sameTokens = Groups(texts.Where(text => text.Tokens.Length > 0), text => text.TokensKey);
        var near = NearDuplicates.Find(texts, cancellationToken);
        Kind[] kinds =
        [
            new("duplicates", same, (_, _) => true),
            new("sameTokens", sameTokens, (left, right) => left.TextKey != right.TextKey),
            new("nearDuplicates", near.Groups, (left, right) => left.TextKey != right.TextKey && left.TokensKey != right.TokensKey),
        ];
        var reported = new HashSet<int>();
        foreach (var part in new[] { PartKind.Test, PartKind.Validation })
        {
            reported.Clear();
            foreach (var kind in kinds)
            {
                if (AcrossParts(data, kind, part, reported) is { } finding)
                {
                    yield return finding;
                }
            }
        }

        foreach (var kind in kinds)
        {
            if (Conflicting(data, kind) is { } finding)
            {
                yield return finding;
            }
        }

        foreach (var part in data.Parts)
        {
            reported.Clear();
            foreach (var kind in kinds)
            {
                if (InsidePart(data, kind, part.Kind, reported) is { } finding)
                {
                    yield return finding;
                }
            }
        }

        if (!near.IsComplete)
        {
            yield return new Finding
            {
                Code = "nearDuplicates.incomplete",
                Severity = Severity.Note,
                Statement = "The search for near duplicates reached its limit of comparisons: there may be more than are reported",
                Why = "Very many texts are alike in parts, as texts made from a template are.",
                Advice = "Look at the examples, remove what they show, and check again.",
            };
        }
    }

    /// <summary>Texts of a part that another part has, too.</summary>
    static Finding? AcrossParts(AnalyzedData data, Kind kind, PartKind part, HashSet<int> reported)
    {
        var found = new List<(AnalyzedText Text, AnalyzedText Other)>();
        foreach (var group in kind.Groups)
        {
            foreach (var text in group.Where(text => text.Part == part && !reported.Contains(text.Number)))
            {
                if (group.FirstOrDefault(other => other.Part < part && kind.Counts(text, other)) is { } other)
                {
                    found.Add((text, other));
                }
            }
        }

        reported.UnionWith(found.Select(pair => pair.Text.Number));
        if (found.Count == 0)
        {
            return null;
        }

        found.Sort((left, right) => left.Text.Number.CompareTo(right.Text.Number));
        var all = data.Of(part).Count();
        var others = string.Join(" or ", found.Select(pair => pair.Other.Part).Distinct().Order().Select(other => other.Adjective()));
        var count = Share.Of(found.Count, all, $"{part.Name()} texts");
        return new Finding
        {
            Code = $"{kind.Code}.acrossParts",
            Severity = kind.Code != "duplicates" ? Share.WarningFrom(SomeAcross, found.Count, all) : found.Count >= ManyAcross * all ? Severity.Error : Severity.Warning,
            Statement = kind.Code switch
            {
                "duplicates" => $"{count} occur in the {others} part",
                "sameTokens" => $"{count} have the same tokens as a text of the {others} part after the preprocessing, though the texts differ",
                _ => $"{count} are near duplicates of texts of the {others} part",
            },
            Why = $"A model that was trained on these texts knows their labels: the {part.Name()} result looks better than it will be on new texts.",
            Advice = $"Remove them from one of the parts, and compare only with results on the same {part.Name()} part.",
            Count = found.Count,
            Total = all,
            Examples = Examples(data, found),
        };
    }

    static Finding? InsidePart(AnalyzedData data, Kind kind, PartKind part, HashSet<int> reported)
    {
        var found = new List<(AnalyzedText Text, AnalyzedText Other)>();
        var groups = 0;
        foreach (var group in kind.Groups)
        {
            var before = found.Count;
            var members = group.Where(text => text.Part == part).ToList();
            foreach (var text in members.Where(text => !reported.Contains(text.Number)))
            {
                if (members.FirstOrDefault(other => other.Number < text.Number && kind.Counts(text, other)) is { } other)
                {
                    found.Add((text, other));
                }
            }

            groups += found.Count > before ? 1 : 0;
        }

        reported.UnionWith(found.Select(pair => pair.Text.Number));
        if (found.Count == 0)
        {
            return null;
        }

        found.Sort((left, right) => left.Text.Number.CompareTo(right.Text.Number));
        var all = data.Of(part).Count();
        var count = Share.Of(found.Count, all, $"{part.Adjective()} texts");
        return new Finding
        {
            Code = $"{kind.Code}.insidePart",
            Severity = kind.Code == "duplicates" ? Share.WarningFrom(ManyInside, found.Count, all) : Severity.Note,
            Statement = kind.Code switch
            {
                "duplicates" => $"{count} repeat an earlier one ({Share.Count(groups, "text occurs", "texts occur")} more than once)",
                "sameTokens" => $"{count} have the same tokens as an earlier one after the preprocessing, though the texts differ",
                _ => $"{count} are near duplicates of an earlier one",
            },
            Why = part == PartKind.Train
                ? "Repeated texts weigh more than others. Where training sets a share aside for validation, copies are on both sides, and the validation result looks better than it is."
                : "Repeated texts count more than once in the result.",
            Advice = part == PartKind.Train ? "Keep one of each, or name a validation set without them with --validation." : "Keep one of each.",
            Count = found.Count,
            Total = all,
            Examples = Examples(data, found),
        };
    }

    static Finding? Conflicting(AnalyzedData data, Kind kind)
    {
        var pairs = new List<(AnalyzedText Text, AnalyzedText Other)>();
        var concerned = 0L;
        foreach (var group in kind.Groups)
        {
            if (group.FirstOrDefault(text => text.Label != group[0].Label && kind.Counts(text, group[0])) is { } text)
            {
                pairs.Add((text, group[0]));
                concerned += group.Count;
            }
        }

        if (pairs.Count == 0)
        {
            return null;
        }

        pairs.Sort((left, right) => left.Other.Number.CompareTo(right.Other.Number));
        return new Finding
        {
            Code = $"{kind.Code}.conflicting",
            Severity = kind.Code == "nearDuplicates" ? Severity.Note : Severity.Warning,
            Statement = kind.Code switch
            {
                "duplicates" => Invariant($"{Share.Count(pairs.Count, "text occurs", "texts occur")} with different labels ({concerned:N0} rows)"),
                "sameTokens" => Invariant($"{Share.Count(pairs.Count, "group")} of texts that the preprocessing makes the same have different labels ({concerned:N0} rows)"),
                _ => Invariant($"{Share.Count(pairs.Count, "group")} of near duplicates have different labels ({concerned:N0} rows)"),
            },
            Why = kind.Code == "nearDuplicates"
                ? "Some of them may be labelled wrongly; others differ in the word that decides."
                : "Whatever a model answers, it is wrong for some of them: they limit the accuracy that can be reached.",
            Advice = kind.Code == "sameTokens"
                ? "Compare the texts: where the difference matters, use a preprocessing that keeps it, such as --preset general; otherwise correct the labels."
                : "Correct the labels.",
            Count = concerned,
            Total = data.Texts.Count,
            Examples = Examples(data, pairs),
        };
    }

    static IReadOnlyList<FindingExample> Examples(AnalyzedData data, List<(AnalyzedText Text, AnalyzedText Other)> pairs) =>
        [.. pairs.Take(data.Options.MaxExamples).Select(pair => new FindingExample(pair.Text.Reference, Excerpt.Of(pair.Text.Raw, FirstDifference(pair)), pair.Other.Reference, OtherExcerpt(pair)))];

    /// <summary>The other text, where it is not the same.</summary>
    static string? OtherExcerpt((AnalyzedText Text, AnalyzedText Other) pair) =>
        pair.Text.TextKey == pair.Other.TextKey ? null : Excerpt.Of(pair.Other.Raw, FirstDifference(pair));

    // What differs is the interesting part; of equal texts, the start.
    static int FirstDifference((AnalyzedText Text, AnalyzedText Other) pair)
    {
        var common = pair.Text.Raw.AsSpan().CommonPrefixLength(pair.Other.Raw);
        return pair.Text.TextKey == pair.Other.TextKey || common == pair.Text.Raw.Length ? 0 : common;
    }

    /// <summary>Texts with equal keys, where there are at least two; each group in the order of the data, and the groups in that of their first texts.</summary>
    static List<IReadOnlyList<AnalyzedText>> Groups(IEnumerable<AnalyzedText> texts, Func<AnalyzedText, UInt128> key) =>
        [.. texts.GroupBy(key).Where(group => group.Skip(1).Any()).Select(group => (IReadOnlyList<AnalyzedText>)[.. group])];

    /// <summary>A way of being equal.</summary>
    /// <param name="Code">The start of the codes of its findings.</param>
    /// <param name="Groups">The texts that are equal.</param>
    /// <param name="Counts">Whether a pair of a group belongs to this way, not to a stricter one.</param>
    sealed record Kind(string Code, IReadOnlyList<IReadOnlyList<AnalyzedText>> Groups, Func<AnalyzedText, AnalyzedText, bool> Counts);
}
