using RnnToolkit.Reports.Figures;

namespace RnnToolkit.Reports.Tests;

/// <summary>Every kind of figure, with ordinary data and with the data that breaks plots.</summary>
static class FigureExamples
{
    /// <summary>What a hostile data set would put into names.</summary>
    public const string Hostile = "\"><script>alert(1)</script>' onload='alert(2)' \u202Eevil\0\uD800 & \uFFFE</svg>";

    static readonly Axis s_x = new("epoch", IsWhole: true);
    static readonly Axis s_y = new("accuracy", Format: AxisFormat.Percent);

    public static IReadOnlyList<double[]> Values { get; } =
    [
        [],
        [0.5],
        [0.7, 0.7, 0.7],
        [0.1, double.NaN, 0.4, double.PositiveInfinity, 0.2, double.NegativeInfinity],
        [double.NaN],
        [double.MaxValue, -double.MaxValue, 1e308, double.Epsilon],
        [-3, 0, 12_345_678],
        [1e-12, 2e-12, 3e-12],
    ];

    public static IEnumerable<Figure> All(double[] values, string name)
    {
        var style = new SeriesStyle(values.Length, values.Length);
        Place[] points = [.. values.Select((value, index) => new Place(index + 1, value))];
        yield return new LineFigure(name, s_x, s_y, [new LineSeries(name, points, style)
        {
            HasDots = true,
            Highlight = points.Cast<Place?>().FirstOrDefault(),
            Band = [.. points.Select(point => (point.X, point.Y - 0.1, point.Y + 0.1))],
        }])
        {
            Marks = [.. points.Select(point => new ReferenceMark(point, style, name))],
            Reference = points,
            Description = name,
        };
        yield return new LineFigure(name, s_x with { IsLogarithmic = true, IsWhole = false }, s_y with { IsLogarithmic = true }, [new LineSeries(name, points, style)]);
        yield return new ScatterFigure(name, s_x, s_y, [.. points.Select(point => new ScatterPoint(name, point, style, point.Y - 1, point.Y + 1))]);
        yield return new ScatterFigure(name, s_x with { IsLogarithmic = true }, s_y, [.. points.Select(point => new ScatterPoint(name, new(point.Y, point.X), style))]);
        yield return new BarFigure(name, s_y, [.. values.Select(value => new Bar(name, value, style, name))]);
        yield return new HistogramFigure(name, s_x, s_y, [.. points.Select(point => new HistogramBin(point.X, point.X + 1, point.Y))])
        {
            Marker = (values.FirstOrDefault(), name),
        };
        yield return new IntervalFigure(name, s_y, [.. values.Select(value => new IntervalRow(name, value, style, value - 0.1, value + 0.1) { Parts = values })]);
        yield return new MatrixFigure(
            name, name, name, [.. values.Select(_ => name)], [.. values.Select((_, row) => (IReadOnlyList<long>)[.. values.Select((_, column) => (long)row * column)])]);
        yield return new PanelFigure(name, [new LineFigure(name, s_x, s_y, []), new BarFigure(name, s_y, [])], columns: 1);
    }
}
