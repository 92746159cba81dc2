using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A dot of a <see cref="ScatterFigure"/>.</summary>
/// <param name="Name">What it is; written next to it where there is room.</param>
/// <param name="Point">Where it stands.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Low">Lower end of a whisker.</param>
/// <param name="High">Upper end of a whisker.</param>
/// <param name="HasLabel">Whether its name is written, not only shown as a tip.</param>
public sealed record ScatterPoint(string Name, Place Point, SeriesStyle Style, double? Low = null, double? High = null, bool HasLabel = true);

/// <summary>Dots in a plane.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">The axis below.</param>
/// <param name="Vertical">The axis at the left.</param>
/// <param name="Points">The dots; of more than <see cref="MaxPoints"/>, evenly many are left out and the figure says so.</param>
public sealed record ScatterFigure(string Title, Axis Horizontal, Axis Vertical, IReadOnlyList<ScatterPoint> Points) : Figure(Title)
{
    /// <summary>How many dots are drawn.</summary>
    public const int MaxPoints = 1000;

    const int MaxLabels = 40;

    internal override void Draw(Canvas canvas)
    {
        var usable = Points.Where(CanBeDrawn).ToList();
        var shown = usable.Count <= MaxPoints ? usable : [.. Enumerable.Range(0, MaxPoints).Select(index => usable[(int)((long)index * usable.Count / MaxPoints)])];
        var area = new PlotArea(
            canvas, this, Horizontal, Vertical,
            shown.Select(dot => dot.Point.X), shown.SelectMany(dot => new[] { dot.Point.Y, dot.Low ?? dot.Point.Y, dot.High ?? dot.Point.Y }), right: PlotArea.RightMargin);
        foreach (var dot in shown)
        {
            var place = area[dot.Point];
            if (dot is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
            {
                canvas.Line(place.X, area.Y[low], place.X, area.Y[high], dot.Style.Line, 1.25);
            }

            canvas.Dot(
                place.X, place.Y, shown.Count > 100 ? 2 : 4, dot.Style.Fill,
                $"{dot.Name}: {Horizontal.Label} {Horizontal.Write(dot.Point.X)}, {Vertical.Label} {Vertical.Write(dot.Point.Y)}", shown.Count > 100 ? 0.7 : 1);
        }

        DrawLabels(canvas, area, [.. shown.Where(dot => dot.HasLabel).Take(MaxLabels)]);
        if (shown.Count < Points.Count)
        {
            canvas.Text(area.Right, area.High + 10, Invariant($"{Points.Count - shown.Count} of {Points.Count} not shown"), "quiet", Anchor.End, halo: true);
        }
    }

    // To the right of a dot, or to the left near the edge; names of neighbours are moved apart.
    static void DrawLabels(Canvas canvas, PlotArea area, List<ScatterPoint> dots)
    {
        var taken = new List<(double X, double Y, double Width)>();
        foreach (var dot in dots.OrderBy(dot => area[dot.Point].Y))
        {
            var name = TextWidth.Fit(SafeText.Line(dot.Name, 60), 120);
            var (place, width) = (area[dot.Point], TextWidth.Of(name));
            var isLeft = place.X + width + 10 > area.Right + 10;
            var x = isLeft ? place.X - 8 - width : place.X + 8;
            var y = place.Y + 4;
            while (taken.Any(other => Math.Abs(other.Y - y) < 11 && x < other.X + other.Width && other.X < x + width) && y < area.Low)
            {
                y += 3;
            }

            taken.Add((x, y, width));
            canvas.Text(isLeft ? place.X - 8 : x, y, name, dot.Style.Fill, isLeft ? Anchor.End : Anchor.Start, halo: true, tip: dot.Name);
        }
    }

    bool CanBeDrawn(ScatterPoint dot) =>
        dot.Point.IsFinite && (!Horizontal.IsLogarithmic || dot.Point.X > 0) && (!Vertical.IsLogarithmic || dot.Point.Y > 0);
}
