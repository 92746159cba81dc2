namespace RnnToolkit.Reports.Figures;

/// <summary>A column of a <see cref="HistogramFigure"/>.</summary>
/// <param name="Low">Where it starts.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Value">How high it is.</param>
public sealed record HistogramBin(double Low, double High, double Value);

/// <summary>Columns over ranges of a number, such as the lengths of texts.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">The axis below.</param>
/// <param name="Vertical">The axis at the left; it starts at zero.</param>
/// <param name="Bins">The columns.</param>
public sealed record HistogramFigure(string Title, Axis Horizontal, Axis Vertical, IReadOnlyList<HistogramBin> Bins) : Figure(Title)
{
    /// <summary>A vertical line with a name, such as the length where texts are cut.</summary>
    public (double At, string Name)? Marker { get; init; }

    /// <summary>The hue of the columns.</summary>
    public SeriesStyle Style { get; init; }

    internal override void Draw(Canvas canvas)
    {
        var shown = Bins.Where(bin => double.IsFinite(bin.Low) && double.IsFinite(bin.High) && double.IsFinite(bin.Value)).Take(500).ToList();
        var xs = shown.SelectMany(bin => new[] { bin.Low, bin.High }).Concat(Marker is { } marker ? [marker.At] : []);
        var area = new PlotArea(canvas, this, Horizontal, Vertical, xs, shown.Select(bin => bin.Value * (Marker is null ? 1 : 1.1)).Append(0), right: PlotArea.RightMargin);
        foreach (var bin in shown.Where(bin => bin.Value > 0))
        {
            var (left, right, top) = (area.X[bin.Low], area.X[bin.High], area.Y[bin.Value]);
            var gap = right - left > 3 ? 0.5 : 0;
            canvas.Rectangle(
                left + gap, top, right - left - (2 * gap), area.Low - top, Style.Fill,
                tip: $"{Horizontal.Write(bin.Low)} to {Horizontal.Write(bin.High)}: {Vertical.Write(bin.Value)}");
        }

        if (Marker is { } line && double.IsFinite(line.At))
        {
            var x = area.X[line.At];
            var name = TextWidth.Fit(Markup.SafeText.Line(line.Name, 60), 140);
            canvas.Line(x, area.High, x, area.Low, "reference", 1.25, "4 3");
            var isLeft = x + TextWidth.Of(name) + 6 > area.Right;
            canvas.Text(x + (isLeft ? -5 : 5), area.High + 9, name, "ink", isLeft ? Anchor.End : Anchor.Start, halo: true);
        }
    }
}
