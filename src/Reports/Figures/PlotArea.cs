namespace RnnToolkit.Reports.Figures;

/// <summary>The part of a figure between its axes, with ticks, grid and labels.</summary>
sealed class PlotArea
{
    /// <summary>Room at the right without labels: half the text of the last tick.</summary>
    public const double RightMargin = 20;

    const double Top = 24; // the label of the vertical axis stands above it, where it reads without turning one's head
    const double Bottom = 36;

    /// <summary>Draws axes around an area.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="figure">The figure whose width and height are used.</param>
    /// <param name="horizontal">The axis below.</param>
    /// <param name="vertical">The axis at the left.</param>
    /// <param name="xs">All values along the horizontal axis.</param>
    /// <param name="ys">All values along the vertical axis.</param>
    /// <param name="right">Room for labels at the right.</param>
    public PlotArea(Canvas canvas, Figure figure, Axis horizontal, Axis vertical, IEnumerable<double> xs, IEnumerable<double> ys, double right)
    {
        (Low, High) = (figure.Height - Bottom, Top);
        Y = vertical.ScaleOf(ys, Low, High);
        var ticks = Y.Ticks().Select(tick => (Value: tick, Text: vertical.Tick(tick, Y.Step))).ToList();
        Left = 10 + ticks.Select(tick => TextWidth.Of(tick.Text)).DefaultIfEmpty(0).Max();
        Right = Math.Max(Left + 40, figure.Width - right);
        X = horizontal.ScaleOf(xs, Left, Right);

        foreach (var (value, text) in ticks)
        {
            canvas.Line(Left, Y[value], Right, Y[value], "grid");
            canvas.Text(Left - 6, Y[value] + 4, text, "quiet", Anchor.End);
        }

        canvas.Line(Left, Low, Right, Low, "axis");
        foreach (var (value, text) in Spaced(X.Ticks(), horizontal))
        {
            canvas.Line(X[value], Low, X[value], Low + 4, "axis");
            canvas.Text(X[value], Low + 16, text, "quiet", Anchor.Middle);
        }

        canvas.Text(0, 11, TextWidth.Fit(vertical.Label, figure.Width), "quiet");
        canvas.Text((Left + Right) / 2, figure.Height - 5, TextWidth.Fit(horizontal.Label, figure.Width), "quiet", Anchor.Middle);
    }

    public Scale X { get; }

    public Scale Y { get; }

    public double Left { get; }

    public double Right { get; }

    /// <summary>The lower edge, as a coordinate.</summary>
    public double Low { get; }

    /// <summary>The upper edge, as a coordinate.</summary>
    public double High { get; }

    public Place this[Place point] => new(X[point.X], Y[point.Y]);

    // Leaves out ticks whose texts would touch.
    List<(double Value, string Text)> Spaced(IReadOnlyList<double> values, Axis axis)
    {
        var result = new List<(double Value, string Text)>();
        foreach (var value in values)
        {
            var text = axis.Tick(value, X.Step);
            if (result.Count == 0 || X[value] - X[result[^1].Value] > ((TextWidth.Of(text) + TextWidth.Of(result[^1].Text)) / 2) + 6)
            {
                result.Add((value, text));
            }
        }

        return result;
    }
}
