namespace RnnToolkit.CommandLine;

/// <summary>Markdown tables. Every program prints its tables with this one, and so does the build.</summary>
/// <remarks>eng/Tooling compiles this file too, so it uses nothing but the base library.</remarks>
public static class MarkdownTable
{
    /// <summary>A table whose columns are padded, so that it also reads well on a terminal.</summary>
    /// <param name="headers">Names of the columns.</param>
    /// <param name="rows">A cell for each column.</param>
    /// <param name="textColumns">How many of the first columns are text, aligned to the left; the others are numbers, aligned to the right.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, int textColumns = 1)
    {
        var cells = rows.Select(Escaped).ToList();
        int[] widths = [.. headers.Select((header, column) => cells.Select(row => row[column].Length).Append(header.Length).Max())];
        yield return Line(headers.Select(Padded));
        yield return $"|{string.Join('|', widths.Select((width, column) => new string('-', width + 1) + (column < textColumns ? '-' : ':')))}|";
        foreach (var row in cells)
        {
            yield return Line(row.Select(Padded));
        }

        string Padded(string cell, int column) => column < textColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
    }

    /// <summary>A table of text whose columns are not padded, for cells too long to align.</summary>
    /// <param name="headers">Names of the columns.</param>
    /// <param name="rows">A cell for each column.</param>
    public static IEnumerable<string> CompactLines(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows) =>
        [Line(headers), Line(headers.Select(_ => "---")), .. rows.Select(row => Line(Escaped(row)))];

    static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    // Cells may hold names from a file: they must break neither the table nor the terminal.
    static string[] Escaped(IReadOnlyList<string> row) =>
        [.. row.Select(cell => string.Concat(cell.Select(character => char.IsControl(character) ? ' ' : character)).Replace("|", "\\|", StringComparison.Ordinal))];
}
