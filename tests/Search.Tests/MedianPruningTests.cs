namespace RnnToolkit.Search.Tests;

public class MedianPruningTests
{
    // After two epochs the best are 0.5, 0.6, 0.7, 0.8 and 0.9.
    static readonly IReadOnlyList<double>[] s_five = [[0.9, 0.5, 0.4], [0.6, 0.7, 0.8], [0.8, 0.7, 0.1], [0.8, 0.9], [0.9]];

    [Theory]
    [InlineData(false, 0.95)]           // not after the first epoch
    [InlineData(false, 0.95, 0.7)]      // no worse than the median
    [InlineData(false, 0.6, 0.95)]      // its best epoch counts
    [InlineData(true, 0.95, 0.71)]
    [InlineData(true, 0.95, 0.71, 0.71)]
    public void Stops_FiveCompleted_ComparesTheBestEpochWithTheMedian(bool stops, params double[] losses) =>
        Assert.Equal(stops, new MedianPruning(s_five).Stops(losses));

    [Fact]
    public void Stops_FewerThanFiveCompleted_IsFalse() => Assert.False(new MedianPruning(s_five[..4]).Stops([9, 9]));

    [Fact]
    public void Median_EvenNumber_IsTheMiddleOfTwo() => Assert.Equal(0.75, new MedianPruning([.. s_five, [0.8]]).Median(2));
}
