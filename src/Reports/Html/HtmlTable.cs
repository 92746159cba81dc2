using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Html;

/// <summary>A table of text: everything in it is escaped.</summary>
/// <param name="Caption">What it shows; it names the table for screen readers.</param>
/// <param name="Headers">Names of the columns.</param>
/// <param name="Rows">A cell for each column.</param>
/// <param name="TextColumns">How many of the first columns are text, aligned to the left; the others are numbers, aligned to the right.</param>
public sealed record HtmlTable(string Caption, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, int TextColumns = 1)
{
    /// <summary>Whether the caption is only for screen readers, because a heading above says the same.</summary>
    public bool HidesCaption { get; init; }

    /// <summary>Columns of running text, such as the rows of a data set: they may be wide and wrap anywhere.</summary>
    public IReadOnlySet<int> LongColumns { get; init; } = new HashSet<int>();

    internal Element ToElement()
    {
        var table = new Element(
            "table",
            new Element("caption", SafeText.Line(Caption, 300)).With("class", HidesCaption ? "hidden" : "caption"),
            new Element("thead", new Element("tr", Headers.Select((header, column) => Cell("th", header, column).With("scope", "col")))),
            new Element("tbody", Rows.Select(row => (Node)new Element("tr", row.Select((cell, column) =>
                (Node)(column == 0 ? Cell("th", cell, column).With("scope", "row") : Cell("td", cell, column)))))));

        // Wide tables scroll on their own, also with the keyboard; the page never does.
        return new Element("div", table).With("class", "scroll").With("role", "group").With("tabindex", "0").With("aria-label", SafeText.Line(Caption, 300));
    }

    Element Cell(string name, string text, int column)
    {
        var cell = new Element(name, column < TextColumns ? new Element("bdi", text) : (Node)text);
        return LongColumns.Contains(column) ? cell.With("class", "long") : column < TextColumns ? cell.With("class", "text") : cell;
    }
}
