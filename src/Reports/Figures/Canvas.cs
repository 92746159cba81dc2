using System.Text;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>Where a text is put: its start, middle or end at the given place.</summary>
enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Collects the shapes of a drawing. Colours are classes of <see cref="FigureStyle"/>.</summary>
sealed class Canvas
{
    public const double TextSize = 11;

    readonly List<Node> _nodes = [];

    public IReadOnlyList<Node> Nodes => _nodes;

    public void Add(Node node) => _nodes.Add(node);

    public void Line(double x1, double y1, double x2, double y2, string style, double width = 1, string? dashes = null) =>
        Add(Dashed(Shape("line", style).With("x1", x1).With("y1", y1).With("x2", x2).With("y2", y2).With("stroke-width", width), dashes));

    public void Rectangle(double x, double y, double width, double height, string style, double opacity = 1, string? tip = null, double round = 0)
    {
        var shape = Shape("rect", style, tip).With("x", x).With("y", y).With("width", Math.Max(0, width)).With("height", Math.Max(0, height));
        Add(Opaque(round > 0 ? shape.With("rx", round) : shape, opacity));
    }

    public void Dot(double x, double y, double radius, string style, string? tip = null, double opacity = 1) =>
        Add(Opaque(Shape("circle", style, tip).With("cx", x).With("cy", y).With("r", radius), opacity));

    /// <summary>A hollow diamond: a number from elsewhere.</summary>
    public void Diamond(double x, double y, string style, string? tip = null) =>
        Add(Shape("path", style, tip)
            .With("d", $"M{At(x - 4.5, y)}L{At(x, y - 4.5)}L{At(x + 4.5, y)}L{At(x, y + 4.5)}Z")
            .With("fill", "none")
            .With("stroke-width", 1.5));

    public void Curve(IReadOnlyList<Place> points, string style, double width = 1.75, string? dashes = null, double opacity = 1)
    {
        if (points.Count > 1)
        {
            var shape = Shape("path", style).With("d", Path(points)).With("fill", "none").With("stroke-width", width)
                .With("stroke-linejoin", "round").With("stroke-linecap", dashes is null ? "round" : "butt");
            Add(Opaque(Dashed(shape, dashes), opacity, "stroke-opacity"));
        }
    }

    /// <summary>The area between a lower and an upper curve.</summary>
    public void Band(IReadOnlyList<Place> lower, IReadOnlyList<Place> upper, string style) =>
        Add(Shape("path", style).With("d", Path([.. lower, .. upper.Reverse()]) + "Z").With("fill-opacity", 0.15));

    public void Text(
        double x, double y, string text, string style, Anchor anchor = Anchor.Start, double size = TextSize, double turn = 0, bool halo = false, string? tip = null)
    {
        if (halo)
        {
            Add(Label("halo").With("fill", "none").With("stroke-width", 3).With("stroke-linejoin", "round").With("aria-hidden", "true"));
        }

        Add(tip is null ? Label(style) : new Element("g", new Element("title", SafeText.Line(tip, 300)), Label(style)));

        Element Label(string name)
        {
            var label = new Element("text", text).With("class", name).With("x", x).With("y", y).With("font-size", size);
            label = anchor == Anchor.Start ? label : label.With("text-anchor", anchor == Anchor.Middle ? "middle" : "end");
            return turn == 0 ? label : label.With("transform", $"rotate({Number.Coordinate(turn)} {At(x, y)})");
        }
    }

    // A shape with a tip is shown with it while the pointer is over it: that needs no script.
    static Element Shape(string name, string style, string? tip = null)
    {
        if (tip is null)
        {
            return new Element(name).With("class", style);
        }

        var children = new Node[] { new Element("title", SafeText.Line(tip, 300)) };
        return new Element(name, children).With("class", style);
    }

    static Element Dashed(Element shape, string? dashes) => dashes is null ? shape : shape.With("stroke-dasharray", dashes);

    static Element Opaque(Element shape, double opacity, string attribute = "fill-opacity") => opacity < 1 ? shape.With(attribute, opacity) : shape;

    static string Path(IReadOnlyList<Place> points)
    {
        var path = new StringBuilder();
        foreach (var (index, point) in points.Index())
        {
            path.Append(index == 0 ? 'M' : 'L').Append(At(point.X, point.Y));
        }

        return path.ToString();
    }

    static string At(double x, double y) => $"{Number.Coordinate(x)} {Number.Coordinate(y)}";
}
