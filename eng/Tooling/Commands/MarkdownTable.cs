namespace RnnToolkit.Tooling.Commands;

/// <summary>A Markdown table, padded so that it reads well on a terminal, too. The first column is text, the others are numbers.</summary>
internal static class MarkdownTable
{
    public static IEnumerable<string> Lines(string[] headers, IReadOnlyCollection<string[]> rows)
    {
        int[] widths = [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max())];
        string Line(string[] cells) =>
            $"| {string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |";

        yield return Line(headers);
        yield return $"|{string.Join('|', widths.Select((width, column) => new string('-', width + 1) + (column == 0 ? '-' : ':')))}|";
        foreach (var row in rows)
        {
            yield return Line(row);
        }
    }
}
