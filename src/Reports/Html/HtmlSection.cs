using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Html;

/// <summary>A part of a page with a heading. All text is escaped.</summary>
public sealed class HtmlSection
{
    readonly HtmlPage _page;
    readonly List<Node> _content = [];

    internal HtmlSection(HtmlPage page, string heading, string id) => (_page, Heading, Id) = (page, heading, id);

    internal string Id { get; }

    internal string Heading { get; }

    /// <summary>Adds a paragraph.</summary>
    public HtmlSection Paragraph(string text) => Add(new Element("p", text));

    /// <summary>Adds a paragraph in small, quiet letters: how to read what stands above it.</summary>
    public HtmlSection Remark(string text) => Add(new Element("p", text).With("class", "remark"));

    /// <summary>Adds a paragraph that must not be overlooked, such as what is missing.</summary>
    public HtmlSection Note(string text) => Add(new Element("p", text).With("class", "note"));

    /// <summary>Adds a smaller heading.</summary>
    public HtmlSection Subheading(string text) => Add(new Element("h3", text));

    /// <summary>Adds a command line or another text to copy.</summary>
    public HtmlSection Code(string text) => Add(new Element("pre", new Element("code", text)).With("tabindex", "0"));

    /// <summary>Adds a list.</summary>
    public HtmlSection List(IEnumerable<string> items) => Add(new Element("ul", items.Select(item => (Node)new Element("li", item))));

    /// <summary>Adds a list of names and what they are.</summary>
    public HtmlSection Facts(IEnumerable<(string Name, string Value)> facts) =>
        Add(new Element("dl", facts.SelectMany(fact => new Node[] { new Element("dt", fact.Name), new Element("dd", new Element("bdi", fact.Value)) })));

    /// <summary>Adds a table.</summary>
    public HtmlSection Table(HtmlTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Add(table.ToElement());
    }

    /// <summary>Adds figures, side by side where there is room. Their titles stand above them.</summary>
    public HtmlSection Figures(params IEnumerable<Figure> figures)
    {
        var elements = figures.Select(figure => (Node)_page.FigureElement(figure)).ToList();
        return elements.Count == 0 ? this : Add(new Element("div", elements).With("class", elements.Count < 3 ? "figures few" : "figures"));
    }

    /// <summary>Adds figures that belong together under a heading, such as accuracy and loss of one model.</summary>
    public HtmlSection Cards(IEnumerable<(string Heading, string Remark, IReadOnlyList<Figure> Figures)> cards) =>
        Add(new Element("div", cards.Select(card => (Node)new Element("div", new Element("h3", card.Heading))
            .Add(card.Figures.Select(figure => (Node)_page.FigureElement(figure)))
            .Add(card.Remark.Length > 0 ? [new Element("p", card.Remark).With("class", "remark")] : [])
            .With("class", "card"))).With("class", "figures"));

    /// <summary>Adds content that is shown on demand, and always on paper.</summary>
    public HtmlSection Details(string summary, Action<HtmlSection> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var inner = new HtmlSection(_page, summary, Id);
        content(inner);
        return Add(new Element("details", new Element("summary", summary)).Add(inner._content));
    }

    internal Element ToElement() =>
        new Element("section", new Element("h2", Heading)).Add(_content).With("id", Id);

    HtmlSection Add(Node node)
    {
        _content.Add(node);
        return this;
    }
}
