using System.Text.Json;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Markup;
using RnnToolkit.Reports.Models;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Sections;

/// <summary>What was trained, on what, and with what.</summary>
static class DataSection
{
    const int MaxRuns = 30;
    const int MaxLabels = 6;

    public static void Add(HtmlPage page, ReportContent content)
    {
        if (content.Runs.Count == 0)
        {
            return;
        }

        var section = page.Section("Data and configuration");
        section.Table(new HtmlTable(
            "Runs", ["run", "seed", "models", "configuration", "toolkit", "threads"],
            [.. content.Runs.Take(MaxRuns).Select(run => (IReadOnlyList<string>)
            [
                Short(run.Name), run.Record.Fold is { } fold ? Invariant($"fold {fold.Number} of {fold.Of}") : run.Seed is { } seed ? Invariant($"{seed}") : Words.None,
                Words.Count(run.Models.Count), run.Record.ConfigurationHash?[..12] ?? Words.None, Short(run.Record.Versions?.Toolkit ?? Words.None),
                run.Record.Versions is { } versions ? Words.Count(versions.Threads) : Words.None,
            ])]));
        if (content.Runs.Count > MaxRuns)
        {
            section.Note(Invariant($"Shown are the first {MaxRuns} of {content.Runs.Count} runs."));
        }

        var first = content.Runs[0];
        if (first.Record.Dataset is { } dataset)
        {
            section.Table(new HtmlTable(
                $"Data of {Short(first.Name)}", ["part", "path", "texts", "labels", "bytes", "SHA-256"],
                [.. dataset.Parts.Take(10).Select(part => (IReadOnlyList<string>)
                [
                    part.Part, Short(part.Path ?? Words.None), Words.Count(part.Texts), Labels(part), part.Bytes is { } bytes ? Words.Count(bytes) : Words.None,
                    part.Sha256?[..Math.Min(16, part.Sha256.Length)] ?? Words.None,
                ])],
                TextColumns: 2));
        }
        else
        {
            section.Note($"{Short(first.Name)} was trained by a version that did not record which data it read.");
        }

        section.Details($"Configuration of {Short(first.Name)}", inner => inner.Facts(Facts(first)));
    }

    static string Labels(DatasetPartRecord part) => part.Labels.Count <= MaxLabels
        ? string.Join(", ", part.Labels.Select(label => $"{Short(label.Label)} {Words.Count(label.Count)}"))
        : Words.Count(part.Labels.Count, "label", "labels");

    static IEnumerable<(string, string)> Facts(TrainedRun run)
    {
        foreach (var (name, section) in run.Record.Sections)
        {
            foreach (var property in section.EnumerateObject().Take(100))
            {
                yield return ($"{name}.{property.Name}", SafeText.Line(property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText(), 300));
            }
        }

        foreach (var (name, value) in run.Record.Versions?.All() ?? [])
        {
            yield return (name, SafeText.Line(value, 200));
        }

        if (run.Record.CommandLine is { } commandLine)
        {
            yield return ("command line", SafeText.Line($"trainer {string.Join(' ', commandLine)}", 1000));
        }
    }

    static string Short(string text) => SafeText.Line(text, 120);
}
