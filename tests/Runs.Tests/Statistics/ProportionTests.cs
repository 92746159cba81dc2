using FsCheck;
using FsCheck.Fluent;

namespace RnnToolkit.Runs.Tests.Statistics;

public class ProportionTests
{
    // scipy 1.10.1: binomtest(k, n).proportion_ci(0.95, method="wilson"); 1e-12 leaves room for another order of operations.
    [Theory]
    [InlineData(0, 10, 0.0, 0.27753279986288926)]
    [InlineData(10, 10, 0.7224672001371109, 1.0)]
    [InlineData(1, 10, 0.017876213095072896, 0.4041500267952385)]
    [InlineData(7, 12, 0.31951131254954973, 0.8067396863412435)]
    [InlineData(870, 1000, 0.8477319733455311, 0.889436225375158)]
    [InlineData(21500, 25000, 0.8556434495317401, 0.8642459334514524)]
    [InlineData(0, 1, 0.0, 0.7934506856227626)]
    [InlineData(1, 1, 0.20654931437723745, 1.0)]
    public void Wilson_AnyShare_IsWhatScipyComputes(long successes, long trials, double low, double high)
    {
        var interval = Proportion.Wilson(successes, trials);

        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Fact]
    public void Wilson_NoTrials_ExcludesNothing() => Assert.Equal(new Interval(0, 1), Proportion.Wilson(0, 0));

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void Wilson_NoShare_IsRejected(long successes, long trials) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(successes, trials));

    [Fact]
    public void Wilson_RandomShares_HoldsTheShareAndShrinksWithTheTrials() =>
        Prop.ForAll(Gen.Choose(0, 2000).Two().ToArbitrary(), pair =>
        {
            var (successes, trials) = (Math.Min(pair.Item1, pair.Item2), Math.Max(1, Math.Max(pair.Item1, pair.Item2)));
            var (interval, ofMore) = (Proportion.Wilson(successes, trials), Proportion.Wilson(4L * successes, 4L * trials));
            var mirrored = Proportion.Wilson(trials - successes, trials);
            var share = (double)successes / trials;
            return interval.Low >= 0 && interval.Low <= share && share <= interval.High && interval.High <= 1
                && ofMore.High - ofMore.Low < interval.High - interval.Low
                && Math.Abs(mirrored.Low - (1 - interval.High)) < 1e-12;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void F1_RightAndWrongTexts_FollowsFromTheirShare()
    {
        var f1 = Proportion.F1(right: 30, wrong: 20);

        Assert.Equal(60.0 / 80, f1.Value, 1e-12); // 2 TP / (2 TP + FP + FN)
        var share = Proportion.Wilson(30, 50);
        Assert.Equal(2 * share.Low / (1 + share.Low), f1.Interval.Low, 1e-12);
        Assert.Equal(2 * share.High / (1 + share.High), f1.Interval.High, 1e-12);
        Assert.Equal(new Estimate(0, new Interval(0, 1)), Proportion.F1(0, 0));
    }
}
