using FsCheck;
using FsCheck.Fluent;

namespace RnnToolkit.Runs.Tests.Statistics;

public class McNemarTests
{
    // scipy 1.10.1: binomtest(b, b + c, 0.5).pvalue, which is statsmodels' mcnemar(exact=True). Relative, because p goes down to 1e-11.
    [Theory]
    [InlineData(3, 1, 0.625)]
    [InlineData(10, 2, 0.03857421875)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(512, 480, 0.32499344725069473)]
    [InlineData(500, 400, 0.0009564441369189373)]
    [InlineData(5, 5, 1.0)]
    [InlineData(0, 0, 1.0)]
    [InlineData(1200, 900, 6.337277315775639e-11)]
    public void PValue_DiscordantTexts_IsScipysExactTest(long onlyFirst, long onlySecond, double expected)
    {
        Assert.Equal(1, new McNemar(5000, onlyFirst, onlySecond).PValue / expected, 1e-10);
        Assert.Equal(1, new McNemar(5000, onlySecond, onlyFirst).PValue / expected, 1e-10);
    }

    [Fact]
    public void PValue_FewTexts_IsTheSumOverAllSplits() =>
        Prop.ForAll(Gen.Choose(0, 15).Two().ToArbitrary(), pair =>
        {
            var (n, fewer) = (pair.Item1 + pair.Item2, Math.Min(pair.Item1, pair.Item2));
            var splits = Enumerable.Range(0, 1 << Math.Min(n, 12)).Count(bits => IsAsUneven(System.Numerics.BitOperations.PopCount((uint)bits)));
            return n > 12 || Math.Abs(new McNemar(100, pair.Item1, pair.Item2).PValue - (splits / Math.Pow(2, n))) < 1e-12;

            bool IsAsUneven(int ones) => Math.Min(ones, n - ones) <= fewer;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // The formula of Bonett and Price in Python, with scipy's quantile.
    [Theory]
    [InlineData(25000, 512, 480, -0.0011915851490435963, 0.0037513803654262825)]
    [InlineData(10, 3, 1, -0.22213729216984615, 0.5554706255031795)]
    public void DifferenceInterval_DiscordantTexts_IsTheFormulas(long texts, long onlyFirst, long onlySecond, double low, double high)
    {
        var interval = new McNemar(texts, onlyFirst, onlySecond).DifferenceInterval;

        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Fact]
    public void Test_TwoModels_CountsTextsOnWhichOneIsRight()
    {
        var test = McNemar.Test([true, true, false, false, true], [true, false, true, false, false]);

        Assert.Equal(new McNemar(5, 2, 1), test);
        Assert.Equal((3L, 0.2, 1.0), (test.Discordant, test.Difference, test.PValue));
    }

    [Fact]
    public void Test_OtherTexts_AreRejected() => Assert.Throws<ArgumentOutOfRangeException>(() => McNemar.Test([true], []));

    [Fact]
    public void Sentence_NotSignificant_SaysWhatOneMayWrite() => Assert.Equal(
        "Of 25,000 texts, lstm1 is right on 512 where gru1 is wrong, and gru1 on 480 where lstm1 is wrong; the difference in accuracy of +0.13 points "
        + "(95% interval -0.12 to +0.38) is not significant (McNemar's exact test, p = 0.325).",
        new McNemar(25_000, 512, 480).Sentence("lstm1", "gru1"));

    [Fact]
    public void Sentence_Significant_SaysSo() => Assert.Equal(
        "Of 25,000 texts, rnn1 is right on 900 where gru1 is wrong, and gru1 on 1,200 where rnn1 is wrong; the difference in accuracy of -1.20 points "
        + "(95% interval -1.56 to -0.84) is significant (McNemar's exact test, p < 0.001).",
        new McNemar(25_000, 900, 1200).Sentence("rnn1", "gru1"));

    [Fact]
    public void Sentence_NoText_IsStillASentence() =>
        Assert.EndsWith("is not significant (McNemar's exact test, p = 1.000).", new McNemar(0, 0, 0).Sentence("a", "b"), StringComparison.Ordinal);
}
