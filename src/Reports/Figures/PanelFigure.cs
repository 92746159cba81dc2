using System.Globalization;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>Several figures side by side in one image, each with its title.</summary>
public sealed record PanelFigure : Figure
{
    const double TitleHeight = 24;
    const double Gap = 22;

    /// <summary>Creates the image; its size follows from those of its panels.</summary>
    public PanelFigure(string title, IReadOnlyList<Figure> panels, int columns)
        : base(title)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Panels, Columns) = (panels, columns);
        Width = Math.Max(200, (Math.Min(columns, panels.Count) * (PanelWidth + Gap)) + Gap);
        Height = RowHeights().Sum(height => height + TitleHeight + Gap);
    }

    /// <summary>The figures.</summary>
    public IReadOnlyList<Figure> Panels { get; }

    /// <summary>How many stand side by side.</summary>
    public int Columns { get; }

    double PanelWidth => Panels.Select(panel => panel.Width).DefaultIfEmpty(0).Max();

    internal override void Draw(Canvas canvas)
    {
        var y = 0.0;
        foreach (var (row, height) in RowHeights().Index())
        {
            foreach (var (column, panel) in Panels.Skip(row * Columns).Take(Columns).Index())
            {
                var inner = new Canvas();
                inner.Text(0, 14, TextWidth.Fit(SafeText.Line(panel.Title, 120), PanelWidth, 12), "ink strong", size: 12);
                var drawing = new Canvas();
                panel.Draw(drawing);
                inner.Add(new Element("g", drawing.Nodes).With("transform", $"translate(0 {TitleHeight.ToString(CultureInfo.InvariantCulture)})"));
                canvas.Add(new Element("g", inner.Nodes)
                    .With("transform", $"translate({Number.Coordinate(Gap + (column * (PanelWidth + Gap)))} {Number.Coordinate(y)})"));
            }

            y += height + TitleHeight + Gap;
        }
    }

    double[] RowHeights() => [.. Panels.Chunk(Columns).Select(row => row.Max(panel => panel.Height))];
}
