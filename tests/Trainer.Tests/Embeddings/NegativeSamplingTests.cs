using RnnToolkit.Trainer.Embeddings;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Tests.Embeddings;

public class NegativeSamplingTests
{
    const int Words = 20;

    // Sizes below, at and beyond whole vectors; one to eight targets take every path of three rows and one.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(8, 3)]
    [InlineData(13, 6)]
    [InlineData(100, 8)]
    public void Step_DistinctTargets_IsAStepAgainstTheGradient(int size, int targets)
    {
        var stride = NegativeSampling.RoundUp(size);
        var random = new SplitMix64(3);
        var (hidden, output) = (Rows(1, size, stride, random), Rows(Words, size, stride, random));
        var (expectedHidden, expectedOutput) = (hidden.Select(value => (double)value).ToArray(), output.Select(value => (double)value).ToArray());
        int[] chosen = [.. Enumerable.Range(0, targets).Select(i => (i * 7) % Words)];
        const float Rate = 0.1f;
        Reference(expectedHidden, expectedOutput, chosen, stride, Rate);

        new NegativeSampling(output, stride, Uniform(), targets - 1).Step(hidden, chosen, Rate);

        // float32 sums of up to 100 products of numbers around 1
        AssertNear(expectedHidden, hidden, 2e-6);
        AssertNear(expectedOutput, output, 2e-6);
    }

    // The reference itself: its steps are those of numerical differentiation.
    [Fact]
    public void Reference_Steps_AreDerivativesOfTheLoss()
    {
        const int Size = 5;
        var random = new SplitMix64(4);
        var (hidden, output) = (Doubles(Rows(1, Size, Size, random)), Doubles(Rows(Words, Size, Size, random)));
        int[] chosen = [2, 5, 11];
        var (newHidden, newOutput) = ((double[])hidden.Clone(), (double[])output.Clone());
        Reference(newHidden, newOutput, chosen, Size, rate: 1);
        const double Delta = 1e-6;

        foreach (var (values, changed) in new[] { (hidden, newHidden), (output, newOutput) })
        {
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i];
                values[i] = value + Delta;
                var more = Loss(hidden, output, chosen);
                values[i] = value - Delta;
                var less = Loss(hidden, output, chosen);
                values[i] = value;
                Assert.Equal(-(more - less) / (2 * Delta), changed[i] - value, 1e-8); // central differences: error of the order of the square of Delta
            }
        }

        static double Loss(double[] hidden, double[] output, int[] targets) => targets.Index().Sum(target =>
        {
            var dot = Enumerable.Range(0, Size).Sum(i => hidden[i] * output[(target.Item * Size) + i]);
            return Math.Log(1 + Math.Exp(target.Index == 0 ? -dot : dot));
        });
    }

    [Fact]
    public void Step_HugeProducts_StaysFinite()
    {
        float[] output = [.. Enumerable.Repeat(1e6f, 16)];
        float[] hidden = [.. Enumerable.Repeat(-1e6f, 8)];

        new NegativeSampling(output, 8, Uniform(2), 1).Step(hidden, 0, 0.05f, new SplitMix64(1));

        Assert.All(output.Concat(hidden), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Step_DrawnNegatives_AreNeverTheWord()
    {
        var output = new float[2 * 8];
        float[] hidden = [1, 0, 0, 0, 0, 0, 0, 0];

        new NegativeSampling(output, 8, new NegativeTable([1_000_000, 1]), 3).Step(hidden, 0, 1, new SplitMix64(1));

        Assert.Equal(0.5f, output[0], 1e-6f); // rate (1 - 1/2)
        Assert.Equal(-1.5f, output[8], 1e-6f); // three times rate (0 - 1/2): all g are taken first
    }

    // 200,000 draws: the standard deviation of a share of 1/2 is 0.0011.
    [Fact]
    public void NegativeTable_Draws_FollowTheCountsToThreeQuarters()
    {
        long[] counts = [1000, 100, 10, 10, 1];
        var table = new NegativeTable(counts);
        var random = new SplitMix64(9);
        var drawn = new int[counts.Length];
        for (var i = 0; i < 200_000; i++)
        {
            drawn[table.Draw(random)]++;
        }

        var total = counts.Sum(count => Math.Pow(count, 0.75));
        foreach (var (word, count) in counts.Index())
        {
            Assert.Equal(Math.Pow(count, 0.75) / total, drawn[word] / 200_000.0, 0.006);
        }
    }

    static NegativeTable Uniform(int words = Words) => new([.. Enumerable.Repeat(1L, words)]);

    static void Reference(double[] hidden, double[] output, int[] targets, int stride, double rate)
    {
        var change = new double[stride];
        foreach (var (index, target) in targets.Index())
        {
            var dot = Enumerable.Range(0, stride).Sum(i => hidden[i] * output[(target * stride) + i]);
            var g = (1 / (1 + Math.Exp(-dot))) - (index == 0 ? 1 : 0);
            for (var i = 0; i < stride; i++)
            {
                change[i] -= rate * g * output[(target * stride) + i];
                output[(target * stride) + i] -= rate * g * hidden[i];
            }
        }

        for (var i = 0; i < stride; i++)
        {
            hidden[i] += change[i];
        }
    }

    static float[] Rows(int rows, int size, int stride, SplitMix64 random) =>
        [.. from row in Enumerable.Range(0, rows) from i in Enumerable.Range(0, stride) select i < size ? (float)((2 * random.NextDouble()) - 1) / MathF.Sqrt(size) : 0];

    static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    static void AssertNear(double[] expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
