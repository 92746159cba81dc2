namespace RnnToolkit.DataCheck.Checks;

/// <summary>What gives the label away: the label in the text, ids, ratings, a single token.</summary>
static class LeakChecks
{
    const double StrongToken = 0.9;
    const double NotableToken = 0.75;
    const int FewestTextsOfALabel = 10;
    const int FewestTextsOfAToken = TokenCounts.FewestTexts;
    const int ShownTokens = 5;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        var all = data.Texts.Count;
        if (data.Raw[CharacterTrait.LabelPrefix] is { Texts: > 0 } prefix)
        {
            yield return new Finding
            {
                Code = "leaks.labelPrefix",
                Severity = prefix.Texts >= 5 || 2 * prefix.Texts >= all ? Severity.Error : Severity.Warning,
                Statement = $"{Share.Of(prefix.Texts, all, "texts")} begin with their label",
                Why = "The model reads the answer. It will be right here and at a loss on texts without it.",
                Advice = "Remove the labels from the texts: the file may hold them twice, or be in fastText's format (__label__...).",
                Count = prefix.Texts,
                Total = all,
                Examples = prefix.Examples(),
            };
        }

        if (data.Raw[CharacterTrait.OwnId] is { Texts: > 0 } ids)
        {
            yield return new Finding
            {
                Code = "leaks.ownId",
                Severity = Severity.Warning,
                Statement = $"{Share.Of(ids.Texts, all, "texts")} contain their own id",
                Why = "Ids are often numbered label by label or day by day, and a model learns that.",
                Advice = "Remove the ids from the texts.",
                Count = ids.Texts,
                Total = all,
                Examples = ids.Examples(),
            };
        }

        if (Ratings(data) is { } ratings)
        {
            yield return ratings;
        }

        foreach (var finding in Tokens(data))
        {
            yield return finding;
        }
    }

    static Finding? Ratings(AnalyzedData data)
    {
        var tally = data.Raw[CharacterTrait.Rating];
        if (tally.Texts < FewestTextsOfAToken)
        {
            return null;
        }

        var means = data.Raw.Ratings.OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => (label.Key, label.Value.Texts, Mean: label.Value.Sum / label.Value.Texts)).Where(label => label.Texts >= 2).ToList();
        var separates = means.Count > 1 && means.Max(label => label.Mean) - means.Min(label => label.Mean) >= 0.2;
        return new Finding
        {
            Code = "leaks.ratings",
            Severity = separates ? Share.WarningFrom(0.05, tally.Texts, data.Texts.Count) : Severity.Note,
            Statement = $"{Share.Of(tally.Texts, data.Texts.Count, "texts")} state a rating, such as 8/10"
                + (means.Count is > 1 and <= 5 ? $"; on a scale to 10 the mean is {string.Join(", ", means.Select(label => Invariant($"{10 * label.Mean:F1} ({Excerpt.Name(label.Key)})")))}" : ""),
            Why = separates
                ? "Where the labels were derived from ratings, the model can read them instead of the opinion. Texts without ratings show what it learned."
                : "Numbers like these can stand for the label; here they do not tell the labels apart.",
            Advice = "Remove the ratings, or report the accuracy on texts without one as well.",
            Count = tally.Texts,
            Total = data.Texts.Count,
            Examples = tally.Examples(),
        };
    }

    /// <summary>Tokens whose presence alone tells a label from the others, and names of labels.</summary>
    static IEnumerable<Finding> Tokens(AnalyzedData data)
    {
        var train = data.Of(PartKind.Train).ToList();
        var labels = data.LabelsOf(PartKind.Train);
        if (labels.Count < 2)
        {
            yield break;
        }

        var counts = TokenCounts.Of(data.Tokens.Tokens.Count, train, labels);
        var names = new HashSet<int>();
        for (var label = 0; label < labels.Count; label++)
        {
            if (LabelName(data, train, labels[label], label, counts) is { } finding)
            {
                names.Add(data.Tokens.NumberOf(TokenOf(labels[label].Label)));
                yield return finding;
            }
        }

        var byLength = train.OrderBy(text => text.Tokens.Length).ToList();
        for (var label = 0; label < labels.Count; label++)
        {
            var (inside, outside) = (labels[label].Texts, train.Count - labels[label].Texts);
            if (inside < FewestTextsOfALabel || outside < FewestTextsOfALabel)
            {
                continue;
            }

            // Of two labels, one says all.
            if ((labels.Count > 2 || label == 1) && Length(byLength, labels[label]) is { } length)
            {
                yield return length;
            }

            var strong = new List<(int Token, double Accuracy)>();
            foreach (var token in counts.Frequent.Where(token => !names.Contains(token)))
            {
                var hits = counts.Of(token, label);
                var accuracy = (((double)hits / inside) + 1 - ((double)(counts.Texts(token) - hits) / outside)) / 2;
                if (accuracy >= NotableToken)
                {
                    strong.Add((token, accuracy));
                }
            }

            if (strong.Count > 0)
            {
                strong = [.. strong.OrderByDescending(token => token.Accuracy).ThenBy(token => token.Token)];
                yield return SingleToken(data, train, labels[label], strong, counts.Of(strong[0].Token, label), counts.Texts(strong[0].Token));
            }
        }
    }

    /// <summary>A label that the number of tokens alone separates from the others.</summary>
    static Finding? Length(List<AnalyzedText> byLength, LabelTexts label)
    {
        var (all, outside) = (label.Texts, byLength.Count - label.Texts);
        var (hits, others) = (0, 0); // of the texts so far, which are not longer than this one
        var best = (Accuracy: NotableToken, Cut: 0, Hits: 0, Others: 0, IsLonger: false);
        for (var i = 0; i < byLength.Count; i++)
        {
            (hits, others) = byLength[i].Label == label.Label ? (hits + 1, others) : (hits, others + 1);
            if (i + 1 == byLength.Count || byLength[i + 1].Tokens.Length > byLength[i].Tokens.Length)
            {
                var shorter = (((double)hits / all) + 1 - ((double)others / outside)) / 2;
                var accuracy = Math.Max(shorter, 1 - shorter);
                if (accuracy > best.Accuracy)
                {
                    best = shorter >= 0.5
                        ? (accuracy, byLength[i].Tokens.Length, hits, others, false)
                        : (accuracy, byLength[i].Tokens.Length, all - hits, outside - others, true);
                }
            }
        }

        return best.Accuracy <= NotableToken ? null : new Finding
        {
            Code = "leaks.length",
            Severity = best.Accuracy >= StrongToken ? Severity.Warning : Severity.Note,
            Statement = Invariant(
                $"{Share.Percent(best.Hits, all)} of the training texts with the label {Excerpt.Name(label.Label)} have {(best.IsLonger ? "more than" : "at most")} {Share.Count(best.Cut, "token")}, of the others {Share.Percent(best.Others, outside)}"),
            Why = Invariant($"The length alone separates the label with a balanced accuracy of {100 * best.Accuracy:F0}%. It may come from the way the texts were collected; a model should do better than that."),
            Advice = "If texts in use have other lengths, collect texts of similar lengths for all labels.",
            Count = best.Hits,
            Total = all,
        };
    }

    static Finding SingleToken(
        AnalyzedData data, List<AnalyzedText> train, LabelTexts label, List<(int Token, double Accuracy)> strong, int hits, int texts)
    {
        var (best, accuracy) = strong[0];
        var name = Excerpt.Name(label.Label);
        var others = strong.Skip(1).Take(ShownTokens - 1).Select(token => $"\"{Excerpt.Name(data.Tokens.Tokens[token.Token])}\"").ToList();
        return new Finding
        {
            Code = "leaks.token",
            Severity = accuracy >= StrongToken ? Severity.Warning : Severity.Note,
            Statement = Invariant(
                $"The token \"{Excerpt.Name(data.Tokens.Tokens[best])}\" is in {Share.Percent(hits, label.Texts)} of the training texts with the label {name} and in {Share.Percent(texts - hits, train.Count - label.Texts)} of the others")
                + (others.Count > 0 ? $"; nearly as telling: {string.Join(", ", others)}" : ""),
            Why = accuracy >= StrongToken
                ? Invariant($"Alone it separates the label with a balanced accuracy of {100 * accuracy:F0}%. If it comes from the way the texts were collected, a model learns that instead of the task.")
                : Invariant($"Alone it separates the label with a balanced accuracy of {100 * accuracy:F0}%. It may well be part of the task; a model should do better than that."),
            Advice = "Look at the examples: if the token would not be there in use (a signature, a template, a source), remove it from the texts.",
            Count = texts,
            Total = train.Count,
            Examples = data.Examples(train.Where(text => text.Label == label.Label && text.Tokens.Contains(best))),
        };
    }

    static Finding? LabelName(AnalyzedData data, List<AnalyzedText> train, LabelTexts label, int index, TokenCounts counts)
    {
        var token = data.Tokens.NumberOf(TokenOf(label.Label));
        if (token < 0 || label.Label.Length < 3 || !counts.Has(token))
        {
            return null;
        }

        var (hits, texts) = (counts.Of(token, index), counts.Texts(token));
        var isTelling = hits >= FewestTextsOfAToken && 100L * hits >= label.Texts && hits >= 0.8 * texts && label.Texts < 0.6 * train.Count;
        return !isTelling ? null : new Finding
        {
            Code = "leaks.labelName",
            Severity = Share.WarningFrom(0.1, hits, label.Texts),
            Statement = $"The name of the label {Excerpt.Name(label.Label)} is in {Share.Of(texts, train.Count, "training texts")}, {Share.Percent(hits, texts)} of them with this label",
            Why = "The label may have been copied into the texts; then the model reads the answer.",
            Advice = "Look at the examples: remove the name where the texts would not have it in use.",
            Count = texts,
            Total = train.Count,
            Examples = data.Examples(train.Where(text => text.Label == label.Label && text.Tokens.Contains(token))),
        };
    }

    static string TokenOf(string label) => label.ToLowerInvariant();
}
