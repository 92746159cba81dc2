using System.Globalization;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Figures;

/// <summary>A matrix of counts: rows are what is, columns what was said. Each row is coloured by its own shares.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Rows">What the rows are, such as <c>label</c>.</param>
/// <param name="Columns">What the columns are, such as <c>predicted</c>.</param>
/// <param name="Names">Of rows and columns alike.</param>
/// <param name="Counts">By row, then by column.</param>
public sealed record MatrixFigure(string Title, string Rows, string Columns, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<long>> Counts) : Figure(Title)
{
    /// <summary>How many names still fit; the caller chooses which.</summary>
    public const int MaxNames = 24;

    const double Opaque = 0.7; // text in ink stays readable on the darkest cell
    const double NameWidth = 96;

    int Shown => Math.Clamp(Names.Count, 1, MaxNames);

    double NameRoom => Math.Min(NameWidth, Names.Take(MaxNames).Select(name => TextWidth.Of(SafeText.Line(name, 40))).DefaultIfEmpty(0).Max()) + 10;

    double Cell => Math.Min(Shown <= 2 ? 92 : 64, (Width - NameRoom - 2) / Shown);

    bool IsNarrow => Names.Take(MaxNames).Any(name => TextWidth.Of(SafeText.Line(name, 40)) > Cell - 6);

    double Top => 18 + (IsNarrow ? NameRoom : 16);

    double CellHeight => Shown <= 2 ? 48 : Math.Max(14, Math.Min(Cell, 40));

    /// <inheritdoc/>
    public override double Height => Top + (Shown * CellHeight) + 6;

    internal override void Draw(Canvas canvas)
    {
        var (left, cell, height) = (NameRoom, Cell, CellHeight);
        canvas.Text(0, 11, TextWidth.Fit($"{Rows} ↓   {Columns} →", Width), "quiet");
        for (var column = 0; column < Shown && column < Names.Count; column++)
        {
            var (name, x) = (SafeText.Line(Names[column], 40), left + ((column + 0.5) * cell));
            canvas.Text(
                x + (IsNarrow ? 4 : 0), Top - 5, TextWidth.Fit(name, IsNarrow ? NameRoom : cell - 4), "ink", IsNarrow ? Anchor.Start : Anchor.Middle, turn: IsNarrow ? -90 : 0, tip: name);
        }

        for (var row = 0; row < Shown && row < Names.Count; row++)
        {
            var (name, y) = (SafeText.Line(Names[row], 40), Top + (row * height));
            canvas.Text(left - 6, y + (height / 2) + 4, TextWidth.Fit(name, left - 8), "ink", Anchor.End, tip: name);
            var total = Counts[row].Sum();
            for (var column = 0; column < Shown; column++)
            {
                var count = Counts[row][column];
                var share = total == 0 ? 0 : (double)count / total;
                var x = left + (column * cell);
                var tip = Invariant($"{Rows} {name}, {Columns} {SafeText.Line(Names[column], 40)}: {count} ({100 * share:0.#}%)");
                canvas.Rectangle(x + 0.75, y + 0.75, cell - 1.5, height - 1.5, "heat", 0.05 + ((Opaque - 0.05) * share), tip, round: 2);
                Write(canvas, x + (cell / 2), y + (height / 2), cell, height, count, share, total);
            }
        }
    }

    static void Write(Canvas canvas, double x, double y, double cell, double height, long count, double share, long total)
    {
        var (text, percent) = (count.ToString("#,0", CultureInfo.InvariantCulture), Invariant($"{100 * share:0.0}%"));
        if (height >= 36 && cell > TextWidth.Of(percent) + 6 && cell > TextWidth.Of(text) + 6 && total > 0)
        {
            canvas.Text(x, y - 1, text, "ink", Anchor.Middle);
            canvas.Text(x, y + 13, percent, "ink", Anchor.Middle, size: 10);
        }
        else if (count > 0 && cell > TextWidth.Of(text, 9) + 2)
        {
            canvas.Text(x, y + 3.5, text, "ink", Anchor.Middle, size: 9);
        }
    }
}
