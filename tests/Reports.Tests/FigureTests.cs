using System.Globalization;
using System.Xml.Linq;
using RnnToolkit.Reports.Figures;

namespace RnnToolkit.Reports.Tests;

public class FigureTests
{
    static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    static readonly string[] s_coordinates = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d"];

    public static TheoryData<int> Values => [.. Enumerable.Range(0, FigureExamples.Values.Count)];

    [Theory]
    [MemberData(nameof(Values))]
    public void SvgFile_OfAnyData_IsWellFormedFiniteAndInside(int values)
    {
        foreach (var figure in FigureExamples.All(FigureExamples.Values[values], "gru1"))
        {
            var svg = Parse(figure.ToSvgFile());

            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.Equal("gru1", svg.Element(s_svg + "title")!.Value);
            Assert.NotNull(svg.Element(s_svg + "desc"));
            Assert.All(svg.DescendantsAndSelf().SelectMany(element => element.Attributes()).Where(attribute => s_coordinates.Contains(attribute.Name.LocalName)), attribute =>
            {
                Assert.DoesNotContain("NaN", attribute.Value, StringComparison.Ordinal);
                Assert.DoesNotContain("∞", attribute.Value, StringComparison.Ordinal);
            });
            Assert.All(svg.Descendants(s_svg + "circle"), dot =>
            {
                Assert.InRange(Number(dot, "cx"), 0, figure.Width);
                Assert.InRange(Number(dot, "cy"), 0, figure.Height);
            });
        }
    }

    [Fact]
    public void SvgFile_HostileNames_StayText()
    {
        foreach (var figure in FigureExamples.All([0.25, 0.5], FigureExamples.Hostile))
        {
            var file = figure.ToSvgFile();
            var svg = Parse(file);

            Assert.DoesNotContain("<script", file, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\0', file);
            Assert.DoesNotContain('\u202E', file);
            Assert.DoesNotContain(svg.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("<script>alert(1)</script>", svg.Element(s_svg + "title")!.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SvgFile_NameOfTenMegabytes_IsClipped()
    {
        foreach (var figure in FigureExamples.All([0.25, 0.5], new string('x', 10_000_000)))
        {
            Assert.InRange(figure.ToSvgFile().Length, 1, 30_000);
        }
    }

    [Fact]
    public void SvgFile_OtherCulture_IsTheSame()
    {
        var expected = Files();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "−" } };

            Assert.Equal(expected, Files());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        static List<string> Files() => [.. FigureExamples.All([-0.25, 0.5, 1234.5], "gru1").Select(figure => figure.ToSvgFile())];
    }

    [Fact]
    public void LineFigure_AMillionPoints_BecomesASmallFileWithItsExtremes()
    {
        var points = Enumerable.Range(0, 1_000_000).Select(x => new Place(x, x == 654_321 ? 5 : Math.Sin(x / 1e5))).ToList();

        var svg = new LineFigure("sine", new("x"), new("y", -1, 5), [new("sine", points, default)]).ToSvgFile();

        Assert.InRange(svg.Length, 1000, 20_000);
        var places = Parse(svg).Descendants(s_svg + "path").Single().Attribute("d")!.Value.Split(['M', 'L'], StringSplitOptions.RemoveEmptyEntries)
            .Select(place => double.Parse(place.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(24, places.Min(), 0.01); // the single peak reaches the upper edge of the area
    }

    [Fact]
    public void LineFigure_MissingPoint_InterruptsTheCurve()
    {
        var figure = new LineFigure("f", new("x"), new("y"), [new("s", [new(0, 1), new(1, 2), new(2, double.NaN), new(3, 2), new(4, 1)], default)]);

        Assert.Equal(2, Parse(figure.ToSvgFile()).Descendants(s_svg + "path").Count());
    }

    [Fact]
    public void LineFigure_ManySeries_SaysHowManyAreLeftOut()
    {
        var series = Enumerable.Range(0, 100).Select(index => new LineSeries(Invariant($"model{index}"), [new(0, index), new(1, index)], SeriesStyle.At(index))).ToList();

        var svg = Parse(new LineFigure("f", new("x"), new("y"), series).ToSvgFile());

        Assert.Equal(LineFigure.MaxSeries, svg.Descendants(s_svg + "path").Count());
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "76 more not shown");
    }

    [Fact]
    public void ScatterFigure_TooManyPoints_SaysHowManyAreLeftOut()
    {
        var points = Enumerable.Range(0, 25_000).Select(index => new ScatterPoint("p", new(index, index % 7), default, HasLabel: false)).ToList();

        var svg = Parse(new ScatterFigure("f", new("x"), new("y"), points).ToSvgFile());

        Assert.Equal(ScatterFigure.MaxPoints, svg.Descendants(s_svg + "circle").Count());
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "24000 of 25000 not shown");
    }

    [Fact]
    public void MatrixFigure_Cells_TellCountsAndSharesOfTheirRow()
    {
        var figure = new MatrixFigure("f", "label", "predicted", ["neg", "pos"], [[90, 10], [25, 75]]);

        var tips = Parse(figure.ToSvgFile()).Descendants(s_svg + "rect").Select(cell => cell.Element(s_svg + "title")?.Value).OfType<string>();

        Assert.Equal(
            [
                "label neg, predicted neg: 90 (90%)", "label neg, predicted pos: 10 (10%)",
                "label pos, predicted neg: 25 (25%)", "label pos, predicted pos: 75 (75%)",
            ],
            tips);
    }

    static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    static XElement Parse(string svg) => XDocument.Parse(svg).Root!;
}
