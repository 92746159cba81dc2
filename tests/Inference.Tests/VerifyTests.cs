using System.Globalization;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class VerifyTests : IDisposable
{
    readonly TempDirectory _directory = new();

    string BundlePath => _directory["bundle"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Verify_SoundBundle_Passes()
    {
        new TinyBundle().Write(BundlePath);
        using var classifier = TextClassifier.Load(BundlePath);

        var result = classifier.Verify();

        Assert.True(result.Passes());
        Assert.Equal((20, 0, 0), (result.Count, result.EncodingMismatches, result.LabelFlips));
        Assert.InRange(result.LargestProbabilityDifference, 0, 1e-5);
        Assert.InRange(result.MeanProbabilityDifference, 0, result.LargestProbabilityDifference);
    }

    [Fact]
    public void Verify_WeightsThatAreNotTheTrainers_Fails()
    {
        var bundle = new TinyBundle();
        bundle.Write(BundlePath);
        var golden = File.ReadAllBytes(Path.Combine(BundlePath, ModelBundle.GoldenFile));
        bundle.Weights["fc.bias"].Data[0] += 0.01f;
        bundle.Write(BundlePath, golden: golden);
        using var classifier = TextClassifier.Load(BundlePath);

        var result = classifier.Verify();

        Assert.False(result.Passes());
        Assert.Equal(0.01, result.LargestLogitDifference, tolerance: 1e-5);
        Assert.InRange(result.LargestProbabilityDifference, 0.001, 0.0025); // the sigmoid's slope is at most 1/4
    }

    [Fact]
    public void Verify_IdsThatAreNotTheTrainers_Fails()
    {
        var bundle = new TinyBundle();
        var logit = ((float)bundle.Logit("good film")).ToString("R", CultureInfo.InvariantCulture);
        var line = $$"""{"text":"good film","ids":[0,0,0,0,0,0,0,0,0,0,2,1],"logit":{{logit}}}""";
        bundle.Write(BundlePath, golden: Encoding.UTF8.GetBytes(line));
        using var classifier = TextClassifier.Load(BundlePath);

        Assert.Equal(1, classifier.Verify().EncodingMismatches);
        Assert.InRange(classifier.Verify().LargestProbabilityDifference, 0, 1e-5);
        Assert.False(classifier.Verify().Passes());
    }

    [Theory]
    [InlineData(WeightPrecision.Fp32, false)]
    [InlineData(WeightPrecision.Fp16, true)]
    [InlineData(WeightPrecision.Int8, true)]
    [InlineData(WeightPrecision.Int8All, true)]
    public void Verify_SmallDifference_PassesWhereWeightsAreRounded(WeightPrecision precision, bool passes)
    {
        var bundle = new TinyBundle();
        bundle.Write(BundlePath);
        var golden = File.ReadAllBytes(Path.Combine(BundlePath, ModelBundle.GoldenFile));
        bundle.Weights["fc.bias"].Data[0] += 0.01f;
        bundle.Write(BundlePath, golden: golden, change: manifest => manifest with { Graph = manifest.Graph with { Precision = precision } });
        using var classifier = TextClassifier.Load(BundlePath);

        Assert.Equal(passes, classifier.Verify().Passes());
    }

    [Fact]
    public void Verify_NoGoldenTexts_DoesNotPass()
    {
        new TinyBundle().Write(BundlePath, golden: []);
        using var classifier = TextClassifier.Load(BundlePath);

        Assert.False(classifier.Verify().Passes());
    }

    [Fact]
    public void Verify_AnotherBundleInItsPlace_SaysSo()
    {
        new TinyBundle().Write(BundlePath);
        using var classifier = TextClassifier.Load(BundlePath);
        new TinyBundle(seed: 2).Write(BundlePath);

        Assert.Throws<BundleFormatException>(() => classifier.Verify());
    }
}
