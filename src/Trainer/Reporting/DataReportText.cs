using RnnToolkit.CommandLine;
using RnnToolkit.DataCheck;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The report of a data check for a terminal.</summary>
static class DataReportText
{
    /// <summary>The columns of <see cref="Rows"/>.</summary>
    public static IReadOnlyList<string> Headers { get; } = ["part", "texts", "labels", "tokens a text (median)", "95%", "longest", "texts truncated", "tokens truncated", "unknown tokens"];

    public static IEnumerable<string> Lines(DataReport report)
    {
        foreach (var line in MarkdownTable.Lines(Headers, Rows(report)))
        {
            yield return line;
        }

        yield return "";
        yield return Vocabulary(report);
        foreach (var finding in report.Findings)
        {
            yield return "";
            yield return $"{finding.Severity.ToString().ToUpperInvariant()}: {finding.Statement}";
            yield return $"  Why: {finding.Why}";
            yield return $"  Do:  {finding.Advice} [{finding.Code}]";
            foreach (var example in finding.Examples)
            {
                yield return $"  - {Heading(example)}";
                if (example.Excerpt.Length > 0)
                {
                    yield return $"    {example.Excerpt}";
                }
            }
        }

        // At the end, where a terminal stands when all is printed.
        yield return "";
        yield return $"{Summary(report)}.";
    }

    /// <summary>A row for each part.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(DataReport report) => report.Parts.Select(part => (string[])
    [
        part.Part, Invariant($"{part.Texts:N0}"), Invariant($"{part.Labels.Count:N0}"), Invariant($"{part.Tokens.Median:N0}"), Invariant($"{part.Tokens.P95:N0}"),
        Invariant($"{part.Tokens.Largest:N0}"), Percent(part.TruncatedTexts, part.Texts), Percent(part.TruncatedTokens, part.TokenCount),
        Percent(part.UnknownTokens, part.TokenCount - part.TruncatedTokens),
    ]);

    public static string Vocabulary(DataReport report) => Invariant(
        $"Vocabulary: {report.Vocabulary.Size:N0} of the {report.Vocabulary.DistinctTokens:N0} different tokens of the training texts; the model reads {report.SequenceLength:N0} tokens of a text.");

    /// <summary>"1 error, 2 warnings, 3 notes".</summary>
    public static string Summary(DataReport report) => report.Findings.Count == 0
        ? "No findings"
        : string.Join(", ", report.Findings.CountBy(finding => finding.Severity)
            .Select(severity => Invariant($"{severity.Value} {severity.Key.ToString().ToLowerInvariant()}{(severity.Value == 1 ? "" : "s")}")));

    /// <summary>Which text an example shows, what it is compared with, and what to look at.</summary>
    public static string Heading(FindingExample example) =>
        (example.Text.Id.Length > 0 ? $"{example.Text}" : example.Text.Part)
        + (example.Other is null ? "" : $", as {example.Other}") + (example.Detail is null ? "" : $": {example.Detail}");

    static string Percent(long part, long all) => Invariant($"{(all == 0 ? 0 : 100.0 * part / all):F1}%");
}
