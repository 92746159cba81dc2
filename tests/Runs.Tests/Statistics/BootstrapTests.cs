namespace RnnToolkit.Runs.Tests.Statistics;

public class BootstrapTests
{
    // The standard error of a share of 0.3 over 500 texts is 0.0205. With 1,000 draws an end of the interval moves by about 0.0015 from seed to seed: 0.006 is four times that.
    [Fact]
    public void Intervals_Share_IsCloseToTheNormalInterval()
    {
        var interval = Bootstrap.Intervals(500, 1, (times, numbers) => numbers[0] = times.Take(150).Sum() / 500.0)[0]!.Value;

        Assert.Equal(0.3 - (1.959963984540054 * 0.0205), interval.Low, 0.006);
        Assert.Equal(0.3 + (1.959963984540054 * 0.0205), interval.High, 0.006);
    }

    [Fact]
    public void Intervals_SameTexts_AreTheSame() => Assert.Equal(
        Bootstrap.Intervals(50, 1, (times, numbers) => numbers[0] = times[0]), Bootstrap.Intervals(50, 1, (times, numbers) => numbers[0] = times[0]));

    [Fact]
    public void Intervals_EachDraw_HasAsManyTextsAsThereAre()
    {
        var sums = new HashSet<int>();

        Bootstrap.Intervals(7, 1, (times, _) => sums.Add(times.Sum()), draws: 20);

        Assert.Equal([7], sums);
    }

    [Fact]
    public void Intervals_NumberThatSomeDrawsLack_LeavesThemOut()
    {
        var intervals = Bootstrap.Intervals(
            2, 2, (times, numbers) => (numbers[0], numbers[1]) = (times[0] == 2 ? double.NaN : 5, double.NaN), draws: 50);

        Assert.Equal([new Interval(5, 5), null], intervals);
    }

    [Fact]
    public void Intervals_NoTexts_AreNone() => Assert.Equal([null], Bootstrap.Intervals(0, 1, (_, numbers) => numbers[0] = 1));
}
