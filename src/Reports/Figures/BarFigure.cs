using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A bar of a <see cref="BarFigure"/>.</summary>
/// <param name="Name">Written at its left.</param>
/// <param name="Value">How long it is.</param>
/// <param name="Style">Its hue.</param>
/// <param name="Note">Written after the value, such as a share.</param>
public sealed record Bar(string Name, double Value, SeriesStyle Style, string Note = "");

/// <summary>Horizontal bars with their names and values: counts of labels, effects of parameters.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Value">What the length measures.</param>
/// <param name="Bars">From top to bottom; only the first <see cref="MaxBars"/> are drawn, and the figure says so.</param>
public sealed record BarFigure(string Title, Axis Value, IReadOnlyList<Bar> Bars) : Figure(Title)
{
    /// <summary>How many bars are drawn.</summary>
    public const int MaxBars = 40;

    const double RowHeight = 20;

    /// <inheritdoc/>
    public override double Height => (RowHeight * (Math.Clamp(Bars.Count, 1, MaxBars) + (Bars.Count > MaxBars ? 1 : 0))) + 22;

    internal override void Draw(Canvas canvas)
    {
        var shown = Bars.Take(MaxBars).Select(bar => (Bar: bar, Name: SafeText.Line(bar.Name, 80), Text: $"{Value.Write(bar.Value)}{(bar.Note.Length > 0 ? " " : "")}{SafeText.Line(bar.Note, 40)}")).ToList();
        var left = Math.Min(Width * 0.4, shown.Select(row => TextWidth.Of(row.Name)).DefaultIfEmpty(0).Max()) + 8;
        var right = Math.Max(left + 40, Width - Math.Min(Width * 0.35, shown.Select(row => TextWidth.Of(row.Text)).DefaultIfEmpty(0).Max()) - 8);
        var scale = Value.ScaleOf(shown.Select(row => row.Bar.Value).Append(0), left, right);
        var zero = scale[0];
        canvas.Text(left, 11, TextWidth.Fit(Value.Label, Width - left), "quiet");
        canvas.Line(zero, 18, zero, 18 + (shown.Count * RowHeight), "axis");
        foreach (var (index, (bar, name, text)) in shown.Index())
        {
            var middle = 18 + ((index + 0.5) * RowHeight);
            canvas.Text(left - 6, middle + 4, TextWidth.Fit(name, left - 8), "ink", Anchor.End, tip: name);
            if (double.IsFinite(bar.Value))
            {
                var end = scale[bar.Value];
                canvas.Rectangle(Math.Min(zero, end), middle - 6, Math.Abs(end - zero), 12, bar.Style.Fill, tip: $"{name}: {text}", round: 2);
                canvas.Text(Math.Max(zero, end) + 5, middle + 4, text, "quiet");
            }
            else
            {
                canvas.Text(zero + 5, middle + 4, "–", "quiet");
            }
        }

        if (Bars.Count > shown.Count)
        {
            canvas.Text(left, 18 + ((shown.Count + 0.5) * RowHeight) + 4, Invariant($"{Bars.Count - shown.Count} more not shown"), "quiet");
        }
        else if (Bars.Count == 0)
        {
            canvas.Text(left, 18 + (RowHeight / 2) + 4, "no data", "quiet");
        }
    }
}
