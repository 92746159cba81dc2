using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>Pages about runs, in Markdown.</summary>
static class RunPages
{
    /// <summary>Writes <c>summary.md</c> of a run, unless it says the same already.</summary>
    /// <param name="directory">The directory of the run.</param>
    public static void WriteSummary(string directory) =>
        WriteSummary(directory, ["# Training run", "", .. Lines(RunOverview.Deterministic(TrainedRun.Read(directory)))]);

    /// <summary>Writes <c>summary.md</c> of a run with several seeds or folds, unless it says the same already.</summary>
    /// <param name="directory">The directory with the runs.</param>
    /// <param name="parts">What there are several of, and how many: <c>5 folds</c>.</param>
    /// <param name="results">The results of all of them.</param>
    public static void WriteSummary(string directory, string parts, IReadOnlyList<ModelResult> results) => WriteSummary(
        directory,
        [
            $"# Training run: {parts}", "", .. ResultTable.Lines(results, hasTimes: false), "",
            $"Mean ± standard deviation of {parts}. Each is a run of its own, with its own {RunLayout.SummaryFile}.",
        ]);

    static void WriteSummary(string directory, IEnumerable<string> lines)
    {
        var path = Path.Combine(directory, RunLayout.SummaryFile);
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        var utf8 = Encoding.UTF8.GetBytes(text.ToString());
        AtomicOutput.RemoveLeftovers(path); // a killed process may have left them, and the page may be complete
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(utf8))
        {
            AtomicOutput.WriteFile(path, stream => stream.Write(utf8));
        }
    }

    /// <summary>The lines of sections.</summary>
    public static IEnumerable<string> Lines(IEnumerable<TextSection> sections)
    {
        var isFirst = true;
        foreach (var section in sections)
        {
            IEnumerable<string> heading = isFirst ? [$"## {section.Title}", ""] : ["", $"## {section.Title}", ""];
            IEnumerable<string> table = section.Table is { } found ? MarkdownTable.Lines(found.Headers, found.Rows, found.TextColumns) : [];
            foreach (var line in heading.Concat(table))
            {
                yield return line;
            }

            var isSeparate = section.Table is null;
            foreach (var paragraph in section.Paragraphs)
            {
                if (!isSeparate)
                {
                    yield return "";
                }

                // A name in it may come from a file: it must not break the terminal.
                yield return string.Concat(paragraph.Select(character => char.IsControl(character) ? ' ' : character));
                isSeparate = false;
            }

            isFirst = false;
        }
    }
}
