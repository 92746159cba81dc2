using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public class FusionTests
{
    const int Texts = 4000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Fit_LabelsDrawnFromAKnownFusion_FindsIt(int outputs)
    {
        var random = new SplitMix64(5);
        var (recurrent, wide) = (Logits(random, outputs), Logits(random, outputs));
        var known = new Fusion(0.8f, 1.5f, outputs == 1 ? [-0.4f] : [0.3f, 0, -0.3f]);
        var labels = Draw(known.Apply(recurrent, wide), outputs, random);

        var found = Fusion.Fit(recurrent, wide, labels, outputs);

        // Four standard errors of a logistic regression of 4,000 texts with logits of variance 1.
        Assert.Equal(known.Recurrent, found.Recurrent, tolerance: 0.2);
        Assert.Equal(known.Wide, found.Wide, tolerance: 0.25);
        Assert.All(known.Bias.Zip(found.Bias), pair => Assert.Equal(pair.First, pair.Second, tolerance: 0.2));
    }

    [Fact]
    public void Fit_GradientAtTheResult_IsZero()
    {
        // Two texts by hand: with a prior of 1 around (0.5, 0.5, 0), a is 0.5 + the sum of (y - p) * z_recurrent, and so on.
        var found = Fusion.Fit([1, -2], [0.5f, 0.25f], [1, 0], outputs: 1);
        var logits = found.Apply([1, -2], [0.5f, 0.25f]);
        var first = 1 - (1 / (1 + Math.Exp(-logits[0])));
        var second = -1 / (1 + Math.Exp(-logits[1]));

        // The search stops at a gradient of 2e-5, and the weights are rounded to float32.
        Assert.Equal(0.5 + first - (2 * second), found.Recurrent, tolerance: 1e-4);
        Assert.Equal(0.5 + (0.5 * first) + (0.25 * second), found.Wide, tolerance: 1e-4);
        Assert.Equal(first + second, found.Bias[0], tolerance: 1e-4);
    }

    [Fact]
    public void Fit_ChannelOfNoise_LeavesItOut()
    {
        var random = new SplitMix64(9);
        var (noise, wide) = (Logits(random, 1), Logits(random, 1));
        var labels = Draw(new Fusion(0, 2, [0]).Apply(noise, wide), 1, random);
        var found = Fusion.Fit(noise, wide, labels, 1);
        Assert.Equal(0, found.Recurrent, tolerance: 0.2); // as above
        Assert.Equal(2, found.Wide, tolerance: 0.3);
    }

    [Fact]
    public void Fit_ChannelThatNeverErrs_StaysFinite()
    {
        float[] perfect = [-50, 50, -50, 50];
        var found = Fusion.Fit(perfect, perfect, [0, 1, 0, 1], 1);
        Assert.InRange(found.Recurrent, 0, 10);
        Assert.InRange(found.Wide, 0, 10);
    }

    static float[] Logits(SplitMix64 random, int outputs) =>
        [.. Enumerable.Range(0, Texts * outputs).Select(_ => (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6))];

    static int[] Draw(float[] logits, int outputs, SplitMix64 random) =>
    [
        .. Enumerable.Range(0, Texts).Select(text =>
        {
            double[] shares = outputs == 1
                ? [1, Math.Exp(logits[text])]
                : [.. Enumerable.Range(0, outputs).Select(k => Math.Exp(logits[(text * outputs) + k]))];
            var left = random.NextDouble() * shares.Sum();
            var label = 0;
            while (label < shares.Length - 1 && left >= shares[label])
            {
                left -= shares[label++];
            }

            return label;
        }),
    ];
}
