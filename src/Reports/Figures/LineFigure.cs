using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A curve of a <see cref="LineFigure"/>.</summary>
/// <param name="Name">Written at its right end.</param>
/// <param name="Points">In the order of the curve; points that are not finite interrupt it.</param>
/// <param name="Style">How it looks.</param>
public sealed record LineSeries(string Name, IReadOnlyList<Place> Points, SeriesStyle Style)
{
    /// <summary>An area around the curve, such as the range over seeds: lower and upper end at each X.</summary>
    public IReadOnlyList<(double X, double Low, double High)> Band { get; init; } = [];

    /// <summary>Whether each point has a dot with its value.</summary>
    public bool HasDots { get; init; }

    /// <summary>A point to point out, such as the best epoch: a larger dot.</summary>
    public Place? Highlight { get; init; }
}

/// <summary>A number from elsewhere, drawn as a hollow diamond.</summary>
/// <param name="Point">Where it stands.</param>
/// <param name="Style">The hue of the series that it belongs to.</param>
/// <param name="Name">What it is.</param>
public sealed record ReferenceMark(Place Point, SeriesStyle Style, string Name);

/// <summary>Curves over a horizontal axis, each labelled at its end.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">The axis below.</param>
/// <param name="Vertical">The axis at the left.</param>
/// <param name="Series">The curves; only the first <see cref="MaxSeries"/> are drawn, and the figure says so.</param>
public sealed record LineFigure(string Title, Axis Horizontal, Axis Vertical, IReadOnlyList<LineSeries> Series) : Figure(Title)
{
    /// <summary>How many curves can still be told apart.</summary>
    public const int MaxSeries = 24;

    const double LabelGap = 12;
    const double MaxLabelWidth = 110;

    /// <summary>Numbers to compare with.</summary>
    public IReadOnlyList<ReferenceMark> Marks { get; init; } = [];

    /// <summary>A thin line to compare with, such as the diagonal of a ROC curve.</summary>
    public IReadOnlyList<Place> Reference { get; init; } = [];

    internal override void Draw(Canvas canvas)
    {
        var shown = Series.Take(MaxSeries).Select(series => (Series: series, Name: SafeText.Line(series.Name, 60))).ToList();
        var points = shown.SelectMany(line => line.Series.Points)
            .Concat(shown.SelectMany(line => line.Series.Band.SelectMany(at => new[] { new Place(at.X, at.Low), new Place(at.X, at.High) })))
            .Concat(Marks.Select(mark => mark.Point))
            .Concat(Reference)
            .Where(point => point.IsFinite)
            .ToList();
        var labels = Math.Min(MaxLabelWidth, shown.Select(line => TextWidth.Of(line.Name)).DefaultIfEmpty(0).Max());
        var area = new PlotArea(
            canvas, this, Horizontal, Vertical, points.Select(point => point.X), points.Select(point => point.Y), right: labels > 0 ? labels + 14 : PlotArea.RightMargin);

        canvas.Curve([.. Reference.Where(CanBeDrawn).Select(point => area[point])], "reference", 1, "2 3");
        foreach (var (series, _) in shown)
        {
            var band = series.Band.Where(at => CanBeDrawn(new(at.X, at.Low)) && CanBeDrawn(new(at.X, at.High))).ToList();
            if (band.Count > 1)
            {
                canvas.Band(
                    Thinning.Visible([.. band.Select(at => area[new Place(at.X, at.Low)])]), Thinning.Visible([.. band.Select(at => area[new Place(at.X, at.High)])]),
                    series.Style.Fill);
            }
        }

        foreach (var (series, name) in shown)
        {
            DrawCurve(canvas, area, series, name);
        }

        foreach (var mark in Marks.Where(mark => CanBeDrawn(mark.Point)))
        {
            var place = area[mark.Point];
            canvas.Diamond(place.X, place.Y, mark.Style.Line, $"{mark.Name}: {Vertical.Write(mark.Point.Y)}");
        }

        DrawLabels(canvas, area, shown, labels);
        if (Series.Count > shown.Count)
        {
            canvas.Text(area.Right, area.High + 10, Invariant($"{Series.Count - shown.Count} more not shown"), "quiet", Anchor.End, halo: true);
        }
        else if (points.Count == 0)
        {
            canvas.Text((area.Left + area.Right) / 2, (area.Low + area.High) / 2, "no data", "quiet", Anchor.Middle);
        }
    }

    void DrawCurve(Canvas canvas, PlotArea area, LineSeries series, string name)
    {
        foreach (var part in Parts(series.Points))
        {
            canvas.Curve(Thinning.Visible([.. part.Select(point => area[point])]), series.Style.Line, dashes: series.Style.Dashes);
            if (series.HasDots || part.Count == 1)
            {
                foreach (var point in part)
                {
                    canvas.Dot(area.X[point.X], area.Y[point.Y], 2.25, series.Style.Fill, $"{name}, {Horizontal.Label} {Horizontal.Write(point.X)}: {Vertical.Write(point.Y)}");
                }
            }
        }

        if (series.Highlight is { } highlight && CanBeDrawn(highlight))
        {
            var place = area[highlight];
            canvas.Dot(place.X, place.Y, 5.5, "surface");
            canvas.Dot(place.X, place.Y, 4, series.Style.Fill, $"{name}, {Horizontal.Label} {Horizontal.Write(highlight.X)}: {Vertical.Write(highlight.Y)}");
        }
    }

    static void DrawLabels(Canvas canvas, PlotArea area, List<(LineSeries Series, string Name)> shown, double width)
    {
        var ends = shown
            .Select(line => (line.Series, line.Name, End: line.Series.Points.Where(point => point.IsFinite).Cast<Place?>().LastOrDefault()))
            .Where(line => line.End is not null && line.Name.Length > 0)
            .Select(line => (line.Series, line.Name, Place: area[line.End!.Value]))
            .ToList();
        var places = LabelLayout.Spread([.. ends.Select(end => end.Place.Y)], area.High, area.Low, LabelGap);
        var size = ends.Count < 2 ? Canvas.TextSize : Math.Clamp((area.Low - area.High) / (ends.Count - 1), 7, Canvas.TextSize);
        foreach (var ((series, name, place), y) in ends.Zip(places))
        {
            // A label that had to move is joined to its curve, and so is one of a curve that ends early.
            if (Math.Abs(y - place.Y) > 3 || area.Right - place.X > 3)
            {
                canvas.Line(place.X + 3, place.Y, area.Right + 8, y, series.Style.Line, 0.5);
            }

            canvas.Text(area.Right + 10, y + 4, TextWidth.Fit(name, width, size), series.Style.Fill, size: size, tip: name);
        }
    }

    bool CanBeDrawn(Place point) => point.IsFinite && (!Horizontal.IsLogarithmic || point.X > 0) && (!Vertical.IsLogarithmic || point.Y > 0);

    IEnumerable<List<Place>> Parts(IReadOnlyList<Place> points)
    {
        var part = new List<Place>();
        foreach (var point in points)
        {
            if (CanBeDrawn(point))
            {
                part.Add(point);
            }
            else if (part.Count > 0)
            {
                yield return part;
                part = [];
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
