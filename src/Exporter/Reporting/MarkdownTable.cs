using System.Text;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>Tables in Markdown, which people and other programs read.</summary>
static class MarkdownTable
{
    /// <summary>Adds a heading and a table below it.</summary>
    public static void Section(StringBuilder text, string title, string[] columns, IEnumerable<string[]> rows)
    {
        text.Append('\n').Append("## ").Append(title).Append("\n\n");
        AddRow(text, columns);
        AddRow(text, columns.Select(_ => "---"));
        foreach (var row in rows)
        {
            AddRow(text, row.Select(OneCell));
        }
    }

    /// <summary>Adds a table that a terminal shows in columns: <paramref name="names"/> columns on the left, then figures on the right.</summary>
    public static void AddFigures(StringBuilder text, int names, string[] columns, IEnumerable<string[]> rows)
    {
        var all = rows.Select(row => row.Select(OneCell).ToArray()).Prepend(columns).ToList();
        var widths = columns.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        AddRow(text, Aligned(columns));
        AddRow(text, widths.Select((width, column) => column < names ? new string('-', width) : new string('-', width - 1) + ':'));
        foreach (var row in all.Skip(1))
        {
            AddRow(text, Aligned(row));
        }

        IEnumerable<string> Aligned(string[] row) =>
            row.Select((cell, column) => column < names ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
    }

    static void AddRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // Names may come from a file: they must not break the table, nor the terminal.
    static string OneCell(string value) =>
        string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)).Replace("|", "\\|", StringComparison.Ordinal);
}
