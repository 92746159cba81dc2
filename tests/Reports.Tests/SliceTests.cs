using RnnToolkit.Reports.Sections;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Tests;

public class SliceTests
{
    [Fact]
    public void Groups_OfDifferentNumbers_AreEquallyLarge() =>
        Assert.Equal([(1, 10), (11, 20), (21, 30), (31, 40), (41, 50), (51, 60), (61, 70), (71, 80)], Groups(Enumerable.Range(1, 80)).Select(group => ((int)group.Low, (int)group.High)));

    // Most texts have no unknown word at all.
    [Fact]
    public void Groups_OfManyEqualNumbers_KeepThemTogetherAndLeaveNoTinyGroup()
    {
        var groups = Groups([.. Enumerable.Repeat(0, 60), .. Enumerable.Range(1, 22)]);

        Assert.Equal([60, 11, 11], groups.Select(group => group.Texts));
        Assert.Equal([0.0, 1, 12], groups.Select(group => group.Low));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Groups_OfFewTexts_HoldThemAll(int texts) => Assert.Equal(texts, Groups(Enumerable.Range(1, texts)).Sum(group => group.Texts));

    [Fact]
    public void Groups_Accuracy_IsThatOfTheirTexts()
    {
        var group = Assert.Single(Groups([5, 5, 5, 5]));

        Assert.Equal(Proportion.Estimate(2, 4), group.Accuracy);
    }

    // Every other text is right.
    static IReadOnlyList<SliceSection.Slice> Groups(IEnumerable<int> tokens) =>
        SliceSection.Groups([.. tokens.Select((count, index) => new PredictedText(PredictionFile.TestPart, Invariant($"{index}"), index % 2, 0, count, 0, [0f]))], text => text.Tokens);
}
