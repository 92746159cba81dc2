namespace RnnToolkit.Bundle.Tests;

public class LabelSetTests
{
    [Theory]
    [InlineData("0", 0), InlineData("neg", 0), InlineData("Negative", 0), InlineData("1", 1), InlineData("POS", 1), InlineData("positive", 1)]
    [InlineData("", null), InlineData("2", null), InlineData("good", null), InlineData(null, null)]
    public void IndexOf_Sentiment_AcceptsAllSpellings(string? label, int? expected)
    {
        Assert.Equal(expected, LabelSet.Sentiment.IndexOf(label));
        Assert.Equal(expected, new LabelSet(["negative", "1"]).IndexOf(label));
        Assert.Equal(expected is { } index ? 1 - index : null, new LabelSet(["Pos", "neg"]).IndexOf(label));
    }

    [Theory]
    [InlineData("spam", 1), InlineData("ham", 0), InlineData("Spam", null), InlineData("1", null), InlineData("neg", null)]
    public void IndexOf_OtherNames_AreComparedAsWritten(string label, int? expected) => Assert.Equal(expected, new LabelSet(["ham", "spam"]).IndexOf(label));

    [Fact]
    public void IndexOf_ThreeNamesWithSentimentAmongThem_TakesNoOtherSpelling()
    {
        var labels = new LabelSet(["neg", "neutral", "pos"]);

        Assert.Equal([0, 2, null, null], new[] { "neg", "pos", "positive", "0" }.Select(labels.IndexOf));
    }

    [Theory]
    [InlineData("0 1 0", "neg pos")]
    [InlineData("Positive NEG", "neg pos")]
    [InlineData("pos pos", "pos")]
    [InlineData("neg neutral pos", "neg neutral pos")]
    [InlineData("0 1 2", "0 1 2")]
    [InlineData("Spam ham", "Spam ham")]
    public void NamesOf_LabelsOfData_AreSentimentOrAsWritten(string labels, string expected)
    {
        Assert.Equal(expected.Split(' '), LabelSet.NamesOf(labels.Split(' ')).Values.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Expected_AnySet_ListsAFewNames()
    {
        Assert.Equal("0, 1, neg, pos, negative or positive", LabelSet.Sentiment.Expected);
        Assert.Equal("a, b or c", new LabelSet(["a", "b", "c"]).Expected);
        Assert.Equal(
            "one of 77 labels: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...", new LabelSet([.. Enumerable.Range(0, 77).Select(i => $"{i}")]).Expected);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("a", "a")]
    [InlineData("a", "b\u0007")]
    public void Constructor_NamesThatNoClassifierHas_Throws(params string[] names) => Assert.Throws<ArgumentException>(() => new LabelSet(names));
}
