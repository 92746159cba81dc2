namespace RnnToolkit.DataCheck.Tests;

public class LeakTests
{
    [Theory]
    [InlineData("good: a film")]
    [InlineData("__label__good a film")]
    [InlineData("GOOD\ta film")]
    public void Check_TextsThatBeginWithTheirLabel_AreAnError(string text)
    {
        string[] texts = [.. Enumerable.Range(0, 5).Select(i => $"{text} {i}")];

        Assert.Equal((Severity.Error, 5), (TestData.Single(TestData.CheckWith(TestData.General, texts), "leaks.labelPrefix") is var found ? found.Severity : default, found.Count));
    }

    [Fact]
    public void Check_TextsWithTheirIds_AreFound()
    {
        var (train, test) = TestData.Clean();
        train.Add(new CheckedText("review-77", "a film, see review-77", "good"));

        Assert.Equal("1 of 301 texts (0.3%) contain their own id", TestData.Single(TestData.Check(TestData.General, train, test), "leaks.ownId").Statement);
    }

    [Fact]
    public void Check_Ratings_GivesTheirMeanByLabel()
    {
        var (train, test) = TestData.Clean();
        train = [.. train.Select((text, i) => i < 40 ? text with { Text = $"{text.Text} {(text.Label == "good" ? "8/10" : "1.5 out of 5")}" } : text)];

        Assert.Equal(
            "40 of 300 texts (13.3%) state a rating, such as 8/10; on a scale to 10 the mean is 3.0 (bad), 8.0 (good)",
            TestData.Single(TestData.Check(TestData.General, train, test), "leaks.ratings").Statement);
    }

    [Theory]
    [InlineData("on 10/5/2024 and 1/10/99")]
    [InlineData("chapter 11/10, 24/5, 9/11")]
    public void Check_DatesAndFractions_AreNoRatings(string text) =>
        Assert.DoesNotContain(TestData.CheckWith(TestData.General, [.. Enumerable.Range(0, 6).Select(i => $"{text} word{i}")]).Findings, finding => finding.Code == "leaks.ratings");

    [Fact]
    public void Check_TokenThatTellsTheLabel_IsNamed()
    {
        var (train, test) = TestData.Clean();
        train = [.. train.Select((text, i) => text.Label == "good" && i > 5 ? text with { Text = $"{text.Text} unsubscribe" } : text)];

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "leaks.token");

        Assert.Equal((Severity.Warning, "The token \"unsubscribe\" is in 97.0% of the training texts with the label good and in 0.0% of the others"), (finding.Severity, finding.Statement));
        Assert.Equal(97, finding.Count);
    }

    [Theory]
    [InlineData("good", "95.0% of the training texts with the label good have more than 20 tokens, of the others 0.0%")]
    [InlineData("bad", "100.0% of the training texts with the label good have more than 2 tokens, of the others 5.0%")]
    public void Check_LengthThatTellsTheLabel_IsNamed(string label, string statement)
    {
        // The clean texts have 12 to 20 tokens.
        var (train, test) = TestData.Clean();
        train = [.. train.Select((text, i) => text.Label == label && i >= 10 ? text with { Text = label == "good" ? text.Text + " " + text.Text : text.Text.Split(' ')[0] + " film" } : text)];

        var findings = TestData.Check(TestData.General, train, test).Findings.Where(finding => finding.Code == "leaks.length");

        Assert.Equal([(Severity.Warning, statement)], findings.Select(finding => (finding.Severity, finding.Statement)));
    }

    [Fact]
    public void Check_NameOfTheLabelInItsTexts_IsFound()
    {
        var (train, test) = TestData.Clean();
        train = [.. train.Select(text => text with { Label = text.Label == "good" ? "praise" : "complaint" })];
        train = [.. train.Select((text, i) => text.Label == "praise" && i < 40 ? text with { Text = $"{text.Text} Praise!" } : text)];
        test = [.. test.Select(text => text with { Label = "praise" })];

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "leaks.labelName");

        Assert.Equal((Severity.Warning, "The name of the label praise is in 20 of 200 training texts (10.0%), 100.0% of them with this label"), (finding.Severity, finding.Statement));
    }
}
