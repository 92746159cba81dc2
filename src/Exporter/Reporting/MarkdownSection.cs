using System.Text;
using RnnToolkit.CommandLine;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>A heading with a table below it.</summary>
static class MarkdownSection
{
    public static void Append(StringBuilder text, string title, string[] columns, IEnumerable<string[]> rows)
    {
        text.Append('\n').Append("## ").Append(title).Append("\n\n");
        foreach (var line in MarkdownTable.CompactLines(columns, rows))
        {
            text.Append(line).Append('\n');
        }
    }
}
