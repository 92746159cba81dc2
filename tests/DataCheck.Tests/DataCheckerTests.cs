using System.Text;

namespace RnnToolkit.DataCheck.Tests;

public class DataCheckerTests
{
    [Fact]
    public void Check_CleanData_FindsNothing()
    {
        var (train, test) = TestData.Clean();

        var report = TestData.Check(TestData.General, train, test, TestData.Clean(3, 60));

        Assert.Empty(report.Findings.Select(finding => finding.Code));
        Assert.Equal(["train", "validation", "test"], report.Parts.Select(part => part.Part));
        Assert.Equal([("bad", 100), ("good", 100)], report.Parts[0].Labels.Select(label => (label.Label, label.Texts)));
        Assert.Equal([("Latin", 200)], report.Parts[0].Scripts.Select(script => (script.Script, script.Texts)));
    }

    [Fact]
    public void Check_SameData_GivesTheSameBytes()
    {
        Assert.Equal(Json(), Json());

        static string Json()
        {
            using var stream = new MemoryStream();
            DataReportJson.Write(stream, TestData.CheckWith(TestData.Paper, "not good.<br />Really \uFFFD cafÃ© 8/10 &amp; www.example.org", "not good.<br />Really \uFFFD cafÃ© 8/10 &amp; www.example.org"));
            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Fact]
    public void Check_FindingsOfAllSeverities_ComeInTheirOrder()
    {
        var (train, test) = TestData.Clean();
        train.Add(new CheckedText("x", "", "good"));
        test.Add(new CheckedText("y", "a new label", "unheard"));

        var severities = TestData.Check(TestData.Paper, train, test).Findings.Select(finding => finding.Severity).ToList();

        Assert.Equal(severities.Order(), severities);
        Assert.Contains(Severity.Error, severities);
        Assert.Contains(Severity.Warning, severities);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Check_MaxExamples_BoundsThem(int most)
    {
        var report = TestData.CheckWith(TestData.Paper with { MaxExamples = most }, "not good", "not a film", "not long", "", "", "");

        Assert.Equal(most, TestData.Single(report, "texts.empty").Examples.Count);
        Assert.Equal(most, TestData.Single(report, "removed.negations").Examples.Count);
        Assert.All(report.Findings, finding => Assert.True(finding.Examples.Count <= most));
    }

    [Fact]
    public void Check_OneText_FindsThatItIsTooFew()
    {
        var report = TestData.Check(TestData.General, [new CheckedText("1", "alone", "good")]);

        Assert.Equal(Severity.Error, TestData.Single(report, "labels.number").Severity);
    }

    [Fact]
    public void Check_NoText_FindsThatThereIsNone() =>
        Assert.Equal(["parts.noTraining"], TestData.Check(TestData.General, []).Findings.Select(finding => finding.Code));

    [Fact]
    public void Check_AllTextsEqual_EndsAndCountsThem()
    {
        var report = TestData.Check(
            TestData.General, [.. Enumerable.Range(1, 5000).Select(row => new CheckedText($"{row}", "the same good old film with the same good old ending", row % 2 == 0 ? "good" : "bad"))]);

        Assert.Equal(4999, TestData.Single(report, "duplicates.insidePart").Count);
        Assert.Equal(5000, TestData.Single(report, "duplicates.conflicting").Count);
    }

    [Fact]
    public void Check_HostileTexts_GivesPrintableExamples()
    {
        string[] texts = ["\uD800 alone \uDC00", "\u001B[2J\u0000\u202E", new string('\uDBFF', 1000), new string('<', 100_000), new string('a', 5_000_000), "\uFEFF", "&#;&;&#x;"];

        var report = TestData.CheckWith(TestData.Paper with { MaxExamples = 100 }, texts);

        var excerpts = report.Findings.SelectMany(finding => finding.Examples).Select(example => example.Excerpt).ToList();
        Assert.Contains(excerpts, excerpt => excerpt.Contains(@"\uD800 alone \uDC00", StringComparison.Ordinal));
        Assert.All(excerpts, excerpt =>
        {
            Assert.DoesNotContain(excerpt, character => char.IsControl(character) || char.IsSurrogate(character) || character == '\u202E');
            Assert.True(excerpt.Length < 1000);
        });
        using var stream = new MemoryStream();
        DataReportJson.Write(stream, report);
    }

    [Fact]
    public void Check_HostileLabelsAndIds_AreEscaped()
    {
        var (train, test) = TestData.Clean();
        test.Add(new CheckedText("\u001Bid", "a film", "label\u0007\uD800"));

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "labels.unseen");

        Assert.Equal(@"1 of 101 test texts (1.0%) have a label that no training text has: label\u0007\uD800", finding.Statement);
        Assert.Equal(new TextReference("test", @"\u001Bid", @"label\u0007\uD800"), finding.Examples[0].Text);
    }

    [Fact]
    public void Check_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => DataChecker.Check(
            [new CheckedPart(PartKind.Train, "train.csv", TestData.Clean(1, 10), [])], TestData.General, cancellationToken: cancelled.Token));
    }

    [Fact]
    public void Check_BadRows_AreFindings()
    {
        var report = DataChecker.Check(
            [new CheckedPart(PartKind.Train, "train.csv", TestData.Clean(1, 200), ["train.csv: row 7: found one field, expected 2", "train.csv: left out 1 bad rows of 201"])],
            TestData.General);

        var finding = TestData.Single(report, "rows.bad");
        Assert.Equal("train.csv: left out 1 bad rows of 201", finding.Statement);
        Assert.Equal("train.csv: row 7: found one field, expected 2", Assert.Single(finding.Examples).Excerpt);
    }

    [Fact]
    public void Quantiles_OfLengths_AreLengths()
    {
        Assert.Equal(new Quantiles(1, 5, 25, 50, 75, 95, 99, 100), Quantiles.Of(Enumerable.Range(1, 100).Reverse()));
        Assert.Equal(new Quantiles(0, 0, 0, 0, 0, 0, 0, 0), Quantiles.Of([]));
        Assert.Equal(new Quantiles(7, 7, 7, 7, 7, 7, 7, 7), Quantiles.Of([7]));
    }
}
