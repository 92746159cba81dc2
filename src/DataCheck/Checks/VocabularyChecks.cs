namespace RnnToolkit.DataCheck.Checks;

/// <summary>Words that the vocabulary lacks or hardly knows, and words that are glued together.</summary>
static class VocabularyChecks
{
    const int FewestTokens = 4;
    const int FewestCount = 20;
    const int ShownPairs = 5;
    const double ManySingletons = 0.4;
    const double ManyGlued = 0.05;
    const double ManyUnknown = 0.05;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        foreach (var part in new[] { PartKind.Validation, PartKind.Test })
        {
            if (InputFindings.Unknown(data.CountsOf(part), part.Name()) is { } unknown)
            {
                yield return unknown with { Examples = data.Examples(MostlyUnknown(data, part), text => Detail(data, text)) };
            }
            else if (MostlyUnknown(data, part) is { Count: > 0 } texts)
            {
                var all = data.Of(part).Count();
                yield return new Finding
                {
                    Code = "vocabulary.unknownTexts",
                    Severity = Share.WarningFrom(ManyUnknown, texts.Count, all),
                    Statement = $"In {Share.Of(texts.Count, all, $"{part.Name()} texts")} at least half of the tokens are not in the vocabulary of the training texts",
                    Why = "Of such a text the model knows too little for an answer that one can rely on. They may be of another language or another source.",
                    Advice = "Look at the examples; add texts like these to the training part, or expect them to be guessed.",
                    Count = texts.Count,
                    Total = all,
                    Examples = data.Examples(texts, text => Detail(data, text)),
                };
            }
        }

        if (Singletons(data) is { } singletons)
        {
            yield return singletons;
        }

        if (Joined(data) is { } joined)
        {
            yield return joined;
        }

        if (Capitals(data) is { } capitals)
        {
            yield return capitals;
        }
    }

    static List<AnalyzedText> MostlyUnknown(AnalyzedData data, PartKind part) =>
    [
        .. data.Texts.Where(text => text.Part == part && data.Encoded[text.Number] is { TokenCount: >= FewestTokens } encoded && 2 * encoded.UnknownCount >= encoded.TokenCount),
    ];

    static string Detail(AnalyzedData data, AnalyzedText text) =>
        Invariant($"{data.Encoded[text.Number].UnknownCount} of {data.Encoded[text.Number].TokenCount} tokens unknown");

    static Finding? Singletons(AnalyzedData data)
    {
        var (distinct, once) = (data.Tokens.TrainCounts.Count(count => count > 0), data.Tokens.TrainCounts.Count(count => count == 1));
        return data.Options.MinTokenCount > 1 || once == 0 || once < ManySingletons * distinct ? null : new Finding
        {
            Code = "vocabulary.singletons",
            Severity = Severity.Note,
            Statement = $"{Share.Of(once, distinct, "different tokens")} occur once in the training texts",
            Why = "Each has a row of the embedding that one text trains: memory and over-fitting for words that the model does not learn.",
            Advice = "--set training.minTokenCount=2 leaves them out of the vocabulary; --preset general does so, and represents unknown words by their endings.",
            Count = once,
            Total = distinct,
            Unit = "tokens",
        };
    }

    /// <summary>Words that the preprocessing joins, because it removes what separates them.</summary>
    static Finding? Joined(AnalyzedData data)
    {
        var tally = data.Tokens.Glued;
        var pairs = data.Tokens.GluedPairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Right, StringComparer.Ordinal).Take(ShownPairs).Select(pair => Invariant($"{Excerpt.Name(pair.Key.Left + pair.Key.Right)} ({pair.Value:N0})"));
        return tally.Texts == 0 ? null : new Finding
        {
            Code = "vocabulary.joinedWords",
            Severity = Share.WarningFrom(ManyGlued, tally.Texts, data.Texts.Count),
            Statement = Invariant($"In {Share.Of(tally.Texts, data.Texts.Count, "texts")} the preprocessing joins words at {tally.Occurrences:N0} places without a space, most often {string.Join(", ", pairs)}"),
            Why = "\"great.<br />The\" is read as greatthe: a rare word in place of two known ones. The paper's steps remove punctuation and tags without leaving a space.",
            Advice = "--preset general keeps such words apart; with the paper's steps, put a space where a tag or a full stop stands between words.",
            Count = tally.Texts,
            Total = data.Texts.Count,
            Examples = tally.Examples(),
        };
    }

    /// <summary>Words such as "movieThis": rare themselves, but both of their halves are frequent.</summary>
    static Finding? Capitals(AnalyzedData data)
    {
        var glued = data.Tokens.CapitalsInside
            .Where(place => Count(data, place.Value.Left) is var left && Count(data, place.Value.Right) is var right
                && Math.Min(left, right) >= FewestCount && 20 * data.Tokens.TrainCounts[place.Key] <= Math.Min(left, right))
            .Select(place => place.Value).OrderBy(place => place.Text.Number).ThenBy(place => place.Place).ToList();
        var count = glued.Sum(place => (long)place.Count);
        return count == 0 ? null : new Finding
        {
            Code = "vocabulary.gluedWords",
            Severity = Severity.Note,
            Statement = Invariant($"{Share.Count(count, "word looks", "words look")} like two without a space, such as \"movieThis\""),
            Why = "The tokenizer reads them as one rare word. They come from texts whose line breaks or tags were removed without leaving a space.",
            Advice = "Extract the texts again with a space in place of each line break and tag.",
            Count = count,
            Unit = "tokens",
            Examples = [.. glued.Take(data.Options.MaxExamples).Select(place => new FindingExample(
                place.Text.Reference, Excerpt.Of(place.Text.Raw, place.Place), Detail: $"{Excerpt.Name(place.Left)} {Excerpt.Name(place.Right)}"))],
        };
    }

    static int Count(AnalyzedData data, string word) => data.Tokens.NumberOf(word) is >= 0 and var number ? data.Tokens.TrainCounts[number] : 0;
}
