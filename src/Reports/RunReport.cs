using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Models;
using RnnToolkit.Reports.Sections;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports;

/// <summary>The report of training runs: a page, and its figures as files.</summary>
/// <param name="Page">The page.</param>
/// <param name="Figures">The figures by name, for files of their own.</param>
public sealed record RunReport(HtmlPage Page, IReadOnlyList<NamedFigure> Figures)
{
    /// <summary>Makes the report. The same runs and options give the same report.</summary>
    /// <param name="runs">The runs; trainings that differ by seed or fold alone are shown as one model.</param>
    /// <param name="options">What else to show.</param>
    public static RunReport Of(IReadOnlyList<TrainedRun> runs, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        options ??= new();
        var (models, problems) = ModelGroups.Of(runs);
        var content = new ReportContent(runs, models, options with { Problems = [.. options.Problems, .. problems] });
        var page = new HtmlPage(options.Title, SummarySection.Lead(content)) { Footer = "Written by trainer report." };
        foreach (var section in (Action<HtmlPage, ReportContent>[])
            [
                SummarySection.Add, LearningSection.Add, ComparisonSection.Add, ConfusionSection.Add, RankingSection.Add, CalibrationSection.Add,
                SliceSection.Add, ErrorSection.Add, GradientSection.Add, CostSection.Add, DataSection.Add,
            ])
        {
            section(page, content);
        }

        return new RunReport(page, content.Figures);
    }
}
