using RnnToolkit.Reports.Figures;
using RnnToolkit.Reports.Html;

namespace RnnToolkit.Reports.Tests;

/// <summary>Pages with everything that a page can have.</summary>
static class PageExamples
{
    public static HtmlPage Of(string kind) => kind == "hostile" ? Hostile() : Ordinary();

    public static HtmlPage Hostile()
    {
        const string Text = FigureExamples.Hostile;
        var page = new HtmlPage(Text, Text) { Footer = Text };
        for (var i = 0; i < 3; i++)
        {
            page.Section(Text)
                .Paragraph(Text).Remark(Text).Note(Text).Subheading(Text).Code(Text).List([Text]).Facts([(Text, Text), (Text, Text)])
                .Table(new(Invariant($"{i} {Text}"), [Text, Text], [[Text, Text + new string('x', 5000)]]) { LongColumns = new HashSet<int> { 1 } })
                .Figures(FigureExamples.All([0.25, 0.5], Text))
                .Cards([(Text, Text, [new BarFigure(Text, new(Text), [])])])
                .Details(Text, inner => inner.Paragraph(Text));
        }

        return page;
    }

    public static HtmlPage Ordinary()
    {
        var page = new HtmlPage("Six models on IMDB", "What the runs reached, on what, and how sure one can be of it.") { Footer = "Written by trainer report." };
        string[] names = ["rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2"];
        SeriesStyle[] styles = [new(1), new(1, 1), new(0), new(0, 1), new(2), new(2, 1)];
        var random = new Random(1);
        Axis epoch = new("epoch", IsWhole: true), accuracy = new("accuracy", Format: AxisFormat.Percent), loss = new("loss");
        var results = page.Section("Results").Paragraph("Accuracy on the test texts with 95% intervals; ticks are single seeds.")
            .Figures(new IntervalFigure("Test accuracy", accuracy, [.. names.Select((name, index) =>
                new IntervalRow(name, 0.74 + (0.015 * index), styles[index], 0.735 + (0.015 * index), 0.745 + (0.015 * index)) { Parts = [0.738 + (0.015 * index), 0.743 + (0.015 * index)] })]))
            .Table(new("Results on the test texts", ["model", "accuracy", "95% interval", "F1", "log loss"], [.. names.Select(name => (string[])[name, "80.6%", "80.1–81.1%", "80.4%", "0.421"])]));
        results.Note("Seed 2 has no predictions: it was trained by an older version.");
        page.Section("Learning curves").Cards(names.Select((name, index) =>
        {
            var curve = Enumerable.Range(1, 5).Select(x => new Place(x, 0.85 - (0.25 / x) + (0.01 * random.NextDouble()) - (0.02 * index))).ToList();
            return (name, "Diamonds are the paper's numbers.", (IReadOnlyList<Figure>)
            [
                new LineFigure($"{name}: accuracy", epoch, accuracy, [new LineSeries("validation", curve, styles[index])
                {
                    HasDots = true, Highlight = curve[3], Band = [.. curve.Select(point => (point.X, point.Y - 0.02, point.Y + 0.02))],
                }]) { Marks = [new(new(5, 0.83), new(6), "the paper")] },
                new LineFigure($"{name}: loss", epoch, loss,
                    [new LineSeries("training", [.. curve.Select(point => new Place(point.X, 0.9 - point.Y))], new(6, 1)), new LineSeries("validation", [.. curve.Select(point => new Place(point.X, 1.1 - point.Y))], styles[index])]),
            ]);
        }));
        var roc = names.Select((name, index) => new LineSeries(name, [.. Enumerable.Range(0, 1000).Select(x => new Place(x / 999.0, Math.Pow(x / 999.0, 0.16 + (0.03 * (5 - index)))))], styles[index])).ToList();
        page.Section("Ranking and calibration").Figures(
            new LineFigure("ROC curves", new("false positive rate", 0, 1), new("true positive rate", 0, 1), roc) { Reference = [new(0, 0), new(1, 1)], Height = 300 },
            new MatrixFigure("Confusion", "label", "predicted", ["neg", "pos"], [[10_233, 2_267], [2_400, 10_100]]),
            new MatrixFigure("Twelve labels", "label", "predicted", [.. Enumerable.Range(0, 12).Select(index => $"label number {index}")],
                [.. Enumerable.Range(0, 12).Select(row => (IReadOnlyList<long>)[.. Enumerable.Range(0, 12).Select(column => row == column ? 180L : random.Next(9))])]),
            new ScatterFigure("Cost and accuracy", new("seconds per epoch", IsLogarithmic: true), accuracy,
                [.. names.Select((name, index) => new ScatterPoint(name, new(8 + (index * 9), 0.74 + (0.015 * index)), styles[index], 0.735 + (0.015 * index), 0.745 + (0.015 * index)))]),
            new HistogramFigure("Lengths of texts", new("tokens"), new("texts"), [.. Enumerable.Range(0, 40).Select(bin => new HistogramBin(bin * 10, (bin * 10) + 10, 2000 * Math.Exp(-Math.Pow((bin - 12) / 9.0, 2))))]) { Marker = (100, "texts are cut here") },
            new BarFigure("Labels", new("texts"), [new("billing", 400, new(0), "(40%)"), new("delivery", 350, new(0), "(35%)"), new("a rather long label that somebody wrote", 250, new(0), "(25%)")]));
        page.Section("Errors").Table(new("Most confident errors", ["id", "label", "predicted", "probability", "text"],
            [["test/neg/10000_4.txt", "neg", "pos", "99.1%", string.Join(' ', Enumerable.Repeat("A film that begins badly and stays there.", 12))]], TextColumns: 3) { LongColumns = new HashSet<int> { 4 } })
            .Details("How to read this", inner => inner.List(["one", "two"])).Code("trainer report runs/imdb1 --output report.html");
        return page;
    }
}
