using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Tests;

public class SplitMix64Tests
{
    // The first numbers of Vigna's reference code, splitmix64.c.
    [Theory]
    [InlineData(0UL, new[] { 16294208416658607535UL, 7960286522194355700UL, 487617019471545679UL, 17909611376780542444UL })]
    [InlineData(1234567UL, new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL })]
    public void Next_KnownSeed_GivesTheReferencesNumbers(ulong seed, ulong[] expected)
    {
        var random = new SplitMix64(seed);

        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    [Fact]
    public void Below_KnownSeed_GivesTheRecordedNumbers()
    {
        // floor(x * 10 / 2^64) of the reference's numbers for seed 0.
        var random = new SplitMix64(0);

        Assert.Equal([8, 4, 0, 9], Enumerable.Range(0, 4).Select(_ => random.Below(10)));
    }

    [Fact]
    public void Below_BoundThatDividesBadly_IsUnbiased()
    {
        const int Bound = 3 << 29; // three quarters of int's range: a remainder would favour the lower numbers
        const int Draws = 30_000;
        var random = new SplitMix64(7);

        var thirds = Enumerable.Range(0, Draws).CountBy(_ => random.Below(Bound) / (1 << 29)).ToDictionary();

        // Each third is binomial with a standard deviation of 82; the seed is fixed, so five of them are ample.
        Assert.All(Enumerable.Range(0, 3), third => Assert.InRange(thirds[third], (Draws / 3) - 410, (Draws / 3) + 410));
    }

    [Fact]
    public void NextDouble_ManyDraws_StaysBelowOneAndIsSpreadEvenly()
    {
        var random = new SplitMix64(7);

        var draws = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble()).ToList();

        Assert.All(draws, draw => Assert.InRange(draw, 0, 1 - Math.Pow(2, -53)));
        Assert.InRange(draws.Average(), 0.485, 0.515); // five standard deviations of a mean of 10,000 uniform numbers
    }

    [Fact]
    public void Shuffle_KnownSeed_GivesTheRecordedPermutation()
    {
        int[] values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

        new SplitMix64(0).Shuffle<int>(values);

        Assert.Equal([4, 9, 2, 5, 1, 7, 6, 0, 3, 8], values);
    }

    [Fact]
    public void Shuffle_FourValues_GivesEveryPermutationEquallyOften()
    {
        const int Draws = 24_000;
        var random = new SplitMix64(11);
        var counts = Enumerable.Range(0, Draws)
            .CountBy(_ =>
            {
                var values = "abcd".ToCharArray();
                random.Shuffle<char>(values);
                return new string(values);
            })
            .ToDictionary();

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 845, 1155)); // five standard deviations of 31 around 1,000
    }
}
