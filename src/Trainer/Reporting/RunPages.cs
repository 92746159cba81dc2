using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;

namespace RnnToolkit.Trainer.Reporting;

/// <summary>Pages about runs, in Markdown.</summary>
static class RunPages
{
    /// <summary>Writes <c>summary.md</c> of a run, unless it says the same already.</summary>
    /// <param name="directory">The directory of the run.</param>
    public static void WriteSummary(string directory)
    {
        var path = Path.Combine(directory, RunLayout.SummaryFile);
        var text = new StringBuilder();
        foreach (var line in Lines(RunOverview.Deterministic(TrainedRun.Read(directory))).Prepend("").Prepend("# Training run"))
        {
            text.Append(line).Append('\n');
        }

        var utf8 = Encoding.UTF8.GetBytes(text.ToString());
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
