using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Html;

/// <summary>
/// A page in one file: it opens from disk, asks no network for anything, runs no script, is light or dark as the reader prefers, and prints. Text
/// of any origin is escaped, and a content security policy forbids everything but the page's own style.
/// </summary>
/// <param name="title">The heading, and the title of the window.</param>
/// <param name="lead">What the page is, in a sentence or two.</param>
public sealed class HtmlPage(string title, string lead = "")
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    readonly List<HtmlSection> _sections = [];
    int _figures;

    /// <summary>A line at the end of the page, such as what wrote it.</summary>
    public string Footer { get; set; } = "";

    /// <summary>Adds a section. Pages with three sections or more begin with links to them.</summary>
    public HtmlSection Section(string heading)
    {
        var section = new HtmlSection(this, heading, Invariant($"section-{_sections.Count + 1}"));
        _sections.Add(section);
        return section;
    }

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("<!DOCTYPE html>");
        var plainTitle = SafeText.Line(title, 200);
        new Element(
            "html",
            new Element(
                "head",
                new Element("meta").With("charset", "utf-8"),
                new Element("meta").With("http-equiv", "Content-Security-Policy").With("content", Policy),
                new Element("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
                new Element("meta").With("name", "referrer").With("content", "no-referrer"),
                new Element("title", plainTitle),
                new StyleSheet(Palette.Css + PageStyle.Css + FigureStyle.Css)),
            new Element(
                "body",
                new Element("header", new Element("h1", plainTitle)).Add(lead.Length > 0 ? [new Element("p", lead).With("class", "lead")] : []),
                Contents(),
                new Element("main", _sections.Select(section => section.ToElement())),
                new Element("footer", Footer.Length > 0 ? [new Element("p", Footer)] : [])))
            .With("lang", "en")
            .Write(writer);
        writer.Write('\n');
    }

    /// <summary>The page as text.</summary>
    public override string ToString()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Write(writer);
        return writer.ToString();
    }

    internal Element FigureElement(Figure figure)
    {
        var id = Invariant($"figure-{++_figures}");
        return new Element("figure", new Element("figcaption", SafeText.Line(figure.Title, 200)), figure.ToElement(id));
    }

    Element Contents() => _sections.Count < 3
        ? new Element("nav").With("hidden", "hidden")
        : new Element("nav", new Element("ul", _sections.Select(section =>
            (Node)new Element("li", new Element("a", section.Heading).With("href", $"#{section.Id}"))))).With("aria-label", "Sections");
}
