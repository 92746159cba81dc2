using System.Text;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>Tables in Markdown, which people and other programs read.</summary>
static class MarkdownTable
{
    /// <summary>Adds a heading and a table below it.</summary>
    public static void Section(StringBuilder text, string title, string[] columns, IEnumerable<string[]> rows)
    {
        text.Append('\n').Append("## ").Append(title).Append("\n\n");
        Add(text, columns, rows);
    }

    /// <summary>Adds a table.</summary>
    public static void Add(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        AddRow(text, columns);
        AddRow(text, columns.Select(_ => "---"));
        foreach (var row in rows)
        {
            AddRow(text, row.Select(OneCell));
        }
    }

    static void AddRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // Names may come from a file: they must not break the table, nor the terminal.
    static string OneCell(string value) =>
        string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)).Replace("|", "\\|", StringComparison.Ordinal);
}
