using RnnToolkit.DataCheck;
using RnnToolkit.Reports.Html;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>The report of a data check as a page.</summary>
static class DataReportPage
{
    public static HtmlPage Of(DataReport report)
    {
        var page = new HtmlPage("Data check", $"{DataReportText.Summary(report)}. {DataReportText.Vocabulary(report)}");
        var overview = page.Section("The data");
        overview.Table(new HtmlTable("The parts", DataReportText.Headers, [.. DataReportText.Rows(report)]) { HidesCaption = true });
        overview.Table(new HtmlTable(
            "Texts of each label", ["label", .. report.Parts.Select(part => part.Part)],
            [
                .. report.Parts.SelectMany(part => part.Labels.Select(label => label.Label)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(name => (string[])[name, .. report.Parts.Select(part => Invariant($"{part.Labels.FirstOrDefault(label => label.Label == name)?.Texts ?? 0:N0}"))]),
            ]));
        overview.Facts(report.Parts.Select(part => (part.Part, $"{Excerpt.Name(part.Path)}; scripts: {string.Join(", ", part.Scripts.Select(script => Invariant($"{script.Script} {script.Texts:N0}")))}")));
        foreach (var group in report.Findings.GroupBy(finding => finding.Severity))
        {
            var section = page.Section($"{group.Key}s");
            foreach (var finding in group)
            {
                section.Subheading(finding.Statement).Paragraph($"{finding.Why} {finding.Advice}").Remark(finding.Code);
                if (finding.Examples.Count > 0)
                {
                    section.Details($"Examples ({finding.Examples.Count})", examples => examples.Table(new HtmlTable(
                        $"Examples of {finding.Code}", ["text", "excerpt"],
                        [.. finding.Examples.Select(example => (string[])[DataReportText.Heading(example), example.Excerpt])], TextColumns: 2)
                    {
                        HidesCaption = true,
                        LongColumns = new HashSet<int> { 1 },
                    }));
                }
            }
        }

        return page;
    }
}
