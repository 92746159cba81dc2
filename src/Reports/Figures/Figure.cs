using System.Globalization;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A figure: data in, SVG out. It knows nothing of runs or models.</summary>
/// <param name="Title">What it shows, in a few words.</param>
public abstract record Figure(string Title)
{
    const int TitleHeight = 30;

    /// <summary>What a reader sees who cannot see it: axes, and the numbers that matter.</summary>
    public string Description { get; init; } = "";

    /// <summary>Width of the drawing. Text is 11 units high, so a figure of the default width also reads well on a phone.</summary>
    public double Width { get; init; } = 360;

    /// <summary>Height of the drawing.</summary>
    public virtual double Height { get; init; } = 230;

    /// <summary>The figure as an element of a page, whose style sheet it uses.</summary>
    /// <param name="id">Unique within the page.</param>
    public Element ToElement(string id) => Svg(id, new Canvas(), titleHeight: 0);

    /// <summary>The figure as a file: with its title, its own colours for light and dark, and a background.</summary>
    public string ToSvgFile()
    {
        var canvas = new Canvas();
        canvas.Add(new StyleSheet(Palette.Css + FigureStyle.Css));
        canvas.Rectangle(0, 0, Width, Height + TitleHeight, "surface");
        canvas.Text(12, 20, SafeText.Line(Title, 120), "ink strong", size: 13);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Svg("figure", canvas, TitleHeight).With("xmlns", "http://www.w3.org/2000/svg") + "\n";
    }

    /// <summary>Draws it within its width and height.</summary>
    internal abstract void Draw(Canvas canvas);

    Element Svg(string id, Canvas canvas, double titleHeight)
    {
        var drawing = new Canvas();
        Draw(drawing);
        var height = Height + titleHeight;
        return new Element("svg", new Element("title", SafeText.Line(Title, 200)).With("id", $"{id}-title"))
            .Add(new Element("desc", SafeText.Line(Description, 2000)).With("id", $"{id}-text"))
            .Add(canvas.Nodes)
            .Add(titleHeight > 0 ? [new Element("g", drawing.Nodes).With("transform", $"translate(0 {titleHeight.ToString(CultureInfo.InvariantCulture)})")] : drawing.Nodes)
            .With("class", "fig")
            .With("viewBox", $"0 0 {Number.Coordinate(Width)} {Number.Coordinate(height)}")
            .With("width", Width)
            .With("height", height)
            .With("role", "img")
            .With("aria-labelledby", $"{id}-title")
            .With("aria-describedby", $"{id}-text");
    }
}
