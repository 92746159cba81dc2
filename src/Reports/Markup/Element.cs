namespace RnnToolkit.Reports.Markup;

/// <summary>An element of HTML or SVG. Everything in it is escaped; elements and attributes that could run a script are refused.</summary>
public sealed class Element : Node
{
    // Elements that may be empty tags; all others get an end tag, because HTML ignores the slash of an empty tag.
    static readonly HashSet<string> s_empty = ["path", "line", "rect", "circle", "meta", "br", "col"];

    // No line break before these: it would be shown as a space.
    static readonly HashSet<string> s_inline = ["a", "b", "bdi", "br", "code", "em", "mark", "small", "span", "strong", "sub", "sup", "tspan"];

    static readonly HashSet<string> s_active = ["script", "iframe", "object", "embed", "foreignObject", "link", "base", "form", "use", "image", "img"];

    readonly List<(string Name, string Value)> _attributes = [];
    readonly List<Node> _children;

    /// <summary>Creates an element.</summary>
    /// <param name="name">Its name; never taken from data.</param>
    /// <param name="children">Its content.</param>
    public Element(string name, params IEnumerable<Node> children)
    {
        if (!IsName(name) || s_active.Contains(name))
        {
            throw new ArgumentException($"found {name}, expected an element that neither runs nor loads anything", nameof(name));
        }

        Name = name;
        _children = [.. children];
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Appends content.</summary>
    public Element Add(params IEnumerable<Node> children)
    {
        _children.AddRange(children);
        return this;
    }

    /// <summary>Adds an attribute.</summary>
    /// <param name="name">Its name; never taken from data.</param>
    /// <param name="value">Any text.</param>
    public Element With(string name, string value)
    {
        if (!IsName(name) || name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name is "style" or "src")
        {
            throw new ArgumentException($"found {name}, expected an attribute that neither runs nor loads anything", nameof(name));
        }

        if (name == "href" && !value.StartsWith('#'))
        {
            throw new ArgumentException($"found {value}, expected a link within the document", nameof(value));
        }

        _attributes.Add((name, value));
        return this;
    }

    /// <summary>Adds an attribute with a coordinate or another length.</summary>
    public Element With(string name, double value) => With(name, Number.Coordinate(value));

    /// <summary>The element as text.</summary>
    public override string ToString()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Write(writer);
        return writer.ToString();
    }

    internal override void Write(TextWriter writer)
    {
        if (!s_inline.Contains(Name))
        {
            writer.Write('\n');
        }

        writer.Write('<');
        writer.Write(Name);
        foreach (var (name, value) in _attributes)
        {
            writer.Write(' ');
            writer.Write(name);
            writer.Write("=\"");
            Escaping.Write(writer, value);
            writer.Write('"');
        }

        if (_children.Count == 0 && s_empty.Contains(Name))
        {
            writer.Write("/>");
            return;
        }

        writer.Write('>');
        foreach (var child in _children)
        {
            child.Write(writer);
        }

        writer.Write("</");
        writer.Write(Name);
        writer.Write('>');
    }

    static bool IsName(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or ':');
}
