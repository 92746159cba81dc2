using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A row of an <see cref="IntervalFigure"/>.</summary>
/// <param name="Name">Written at its left.</param>
/// <param name="Value">The dot.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Text">Written at its right; the value where it is null.</param>
public sealed record IntervalRow(string Name, double Value, SeriesStyle Style, double? Low = null, double? High = null, string? Text = null)
{
    /// <summary>Single values behind the dot, such as those of the seeds.</summary>
    public IReadOnlyList<double> Parts { get; init; } = [];
}

/// <summary>Values with intervals, one a row, on a common axis that need not start at zero.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Value">What is measured.</param>
/// <param name="Rows">From top to bottom; only the first <see cref="MaxRows"/> are drawn, and the figure says so.</param>
public sealed record IntervalFigure(string Title, Axis Value, IReadOnlyList<IntervalRow> Rows) : Figure(Title)
{
    /// <summary>How many rows are drawn.</summary>
    public const int MaxRows = 60;

    const double RowHeight = 24;

    /// <inheritdoc/>
    public override double Height => (RowHeight * (Math.Clamp(Rows.Count, 1, MaxRows) + (Rows.Count > MaxRows ? 1 : 0))) + 46;

    internal override void Draw(Canvas canvas)
    {
        var shown = Rows.Take(MaxRows).Select(row => (Row: row, Name: SafeText.Line(row.Name, 80), Text: SafeText.Line(row.Text ?? Value.Write(row.Value), 40))).ToList();
        var left = Math.Min(Width * 0.4, shown.Select(row => TextWidth.Of(row.Name)).DefaultIfEmpty(0).Max()) + 12;
        var right = Math.Max(left + 40, Width - Math.Min(Width * 0.35, shown.Select(row => TextWidth.Of(row.Text)).DefaultIfEmpty(0).Max()) - 14);
        var scale = Value.ScaleOf(shown.SelectMany(row => row.Row.Parts.Append(row.Row.Value).Append(row.Row.Low ?? row.Row.Value).Append(row.Row.High ?? row.Row.Value)), left, right);
        var bottom = 8 + (RowHeight * Math.Max(1, shown.Count));
        foreach (var tick in scale.Ticks())
        {
            canvas.Line(scale[tick], 4, scale[tick], bottom, "grid");
            canvas.Text(scale[tick], bottom + 14, Value.Tick(tick, scale.Step), "quiet", Anchor.Middle);
        }

        canvas.Text((left + right) / 2, bottom + 31, TextWidth.Fit(Value.Label, Width), "quiet", Anchor.Middle);
        foreach (var (index, (row, name, text)) in shown.Index())
        {
            var y = 8 + ((index + 0.5) * RowHeight);
            canvas.Text(left - 8, y + 4, TextWidth.Fit(name, left - 10), "ink", Anchor.End, tip: name);
            foreach (var part in row.Parts.Where(double.IsFinite).Take(100))
            {
                canvas.Line(scale[part], y - 6, scale[part], y + 6, row.Style.Line, 1);
            }

            if (row is { Low: { } low, High: { } high } && double.IsFinite(low) && double.IsFinite(high))
            {
                canvas.Line(scale[low], y, scale[high], y, row.Style.Line, 2);
            }

            if (double.IsFinite(row.Value))
            {
                canvas.Dot(scale[row.Value], y, 4, row.Style.Fill, $"{name}: {text}");
            }

            canvas.Text(right + 10, y + 4, TextWidth.Fit(text, Width - right - 10), "ink");
        }

        if (Rows.Count > shown.Count)
        {
            canvas.Text(left, Height - 4, Invariant($"{Rows.Count - shown.Count} more not shown"), "quiet");
        }
    }
}
