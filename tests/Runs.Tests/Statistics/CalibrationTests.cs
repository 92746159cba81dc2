using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests.Statistics;

/// <summary>The expected numbers were computed with numpy 1.24.2 and scikit-learn 1.2.1; 1e-12 leaves room for another order of sums.</summary>
public class CalibrationTests
{
    const double Tolerance = 1e-12;

    [Fact]
    public void Of_TwoLabels_IsTheErrorOverFifteenBins()
    {
        double[] confidences = [.. ReferenceTexts.Probabilities.Select(p => Math.Max(p, 1 - p))];
        bool[] isRight = [.. ReferenceTexts.Probabilities.Zip(ReferenceTexts.Labels, (p, label) => p >= 0.5 == (label == 1))];

        var calibration = Calibration.Of(confidences, isRight);

        Assert.Equal(0.09416666666666668, calibration.ExpectedError, Tolerance);
        Assert.Equal(Calibration.DefaultBins, calibration.Bins.Count);
        Assert.Equal(ReferenceTexts.Count, calibration.Bins.Sum(bin => bin.Count));
        Assert.All(calibration.Bins.Where(bin => bin.Count > 0), bin => Assert.InRange(bin.MeanConfidence, bin.Low, bin.High));
        Assert.All(calibration.Bins.Where(bin => bin.High < 0.5), bin => Assert.Equal(0, bin.Count)); // two labels: the one that a text gets has at least half
    }

    [Fact]
    public void Of_FourLabels_IsTheErrorOverFifteenBins()
    {
        var probabilities = ReferenceTexts.LogitsOfFour.Select(logits => TemperatureScaling.Probabilities(logits)).ToList();
        bool[] isRight = [.. probabilities.Zip(ReferenceTexts.LabelsOfFour, (p, label) => ClassProbabilities.IndexOfLargest<double>(p) == label)];

        Assert.Equal(0.2350368816447111, Calibration.Of([.. probabilities.Select(p => p.Max())], isRight).ExpectedError, Tolerance);
        Assert.Equal(
            0.5390651469865667, probabilities.Zip(ReferenceTexts.LabelsOfFour, (p, label) => Calibration.BrierScore(p, label)).Average(), Tolerance);
    }

    [Fact]
    public void BrierScore_TwoLabels_IsScikitLearns() => Assert.Equal(
        0.20391666666666666, ReferenceTexts.Probabilities.Zip(ReferenceTexts.Labels, (p, label) => Calibration.BrierScore([p], label)).Average(), Tolerance);

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.1000001, 1)]
    [InlineData(1.0, 9)]
    public void Of_EndOfABin_IsInIt(double confidence, int expected)
    {
        var bins = Calibration.Of([confidence], [true], bins: 10).Bins;

        Assert.Equal(expected, bins.ToList().FindIndex(bin => bin.Count == 1));
    }

    [Fact]
    public void Of_NoText_HasNoError() => Assert.Equal(0, Calibration.Of([], []).ExpectedError);

    [Fact]
    public void Of_SureAndRight_HasNoError() => Assert.Equal(0, Calibration.Of([1, 1, 1], [true, true, true]).ExpectedError);

    [Fact]
    public void Of_RandomTexts_IsBetweenZeroAndOneAndCountsAll() =>
        Prop.ForAll(Gen.Choose(0, 1000).Zip(Gen.Elements(true, false)).ListOf().ToArbitrary(), texts =>
        {
            var calibration = Calibration.Of([.. texts.Select(text => text.Item1 / 1000.0)], [.. texts.Select(text => text.Item2)]);
            return calibration.ExpectedError is >= 0 and <= 1 && calibration.Bins.Sum(bin => bin.Count) == texts.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
