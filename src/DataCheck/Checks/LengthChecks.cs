using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck.Checks;

/// <summary>Empty texts, and what the sequence length cuts off.</summary>
static class LengthChecks
{
    const double LongSequence = 400;

    public static IEnumerable<Finding> Of(AnalyzedData data)
    {
        var empty = data.Texts.Where(text => string.IsNullOrWhiteSpace(text.Raw)).ToList();
        if (empty.Count > 0)
        {
            yield return new Finding
            {
                Code = "texts.empty",
                Severity = Severity.Warning,
                Statement = $"{Share.Of(empty.Count, data.Texts.Count, "texts")} are empty or white space",
                Why = "There is nothing to learn from them, and every empty text gets the same label.",
                Advice = "Remove these rows, or name the right column with --text-column.",
                Count = empty.Count,
                Total = data.Texts.Count,
                Examples = data.Examples(empty),
            };
        }

        var counts = EncodingCounts.Of(data.Encoded);
        if (InputFindings.WithoutTokens(counts, data.Preprocessing) is { } without)
        {
            yield return without with { Examples = data.Examples(data.Texts.Where(text => text.Tokens.Length == 0 && !string.IsNullOrWhiteSpace(text.Raw))) };
        }

        if (counts.Truncated > 0)
        {
            yield return Truncated(data, counts);
        }
    }

    static Finding Truncated(AnalyzedData data, EncodingCounts counts)
    {
        var all = data.Texts.Sum(text => (long)text.Tokens.Length);
        var lengths = Quantiles.Of(data.Texts.Select(text => text.Tokens.Length));
        var finding = InputFindings.AnyTruncated(counts, data.Preprocessing);
        var enough = Math.Min(lengths.P95, PreprocessConfig.MaxSequenceLength);
        var keep = data.Preprocessing.Truncation == Truncation.HeadTail ? "" : "; preprocessing.truncation=headTail keeps the start and the end of a long text instead of the start alone";
        return finding with
        {
            Statement = $"{finding.Statement}; {Share.Percent(all - counts.Tokens, all)} of all tokens are not read",
            Advice = finding.Severity == Severity.Note ? "Nothing need be done for so few." : Invariant($"--set preprocessing.sequenceLength={enough} reads {(enough == lengths.P95 ? "95% of the texts whole" : "more")}")
                + (enough > LongSequence ? Invariant($", {lengths.Median} half of them, which trains faster") : "") + keep + ".",
            Examples =
            [
                .. data.Texts.OrderByDescending(text => text.Tokens.Length).ThenBy(text => text.Number).Take(data.Options.MaxExamples)
                    .Select(text => new FindingExample(text.Reference, Excerpt.Of(text.Raw), Detail: Invariant($"{text.Tokens.Length:N0} tokens"))),
            ],
        };
    }
}
