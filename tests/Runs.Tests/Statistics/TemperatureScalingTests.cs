using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests.Statistics;

public class TemperatureScalingTests
{
    // scipy 1.10.1: brentq on the derivative of the cross entropy by 1/T, to the last bits; 1e-9 leaves room for sums in another order.
    [Fact]
    public void Fit_TwoLabels_IsTheRootThatScipyFinds() =>
        Assert.Equal(4.910030954573812, TemperatureScaling.Fit(ReferenceTexts.Logits, ReferenceTexts.LabelsOfLogits), 1e-9);

    [Fact]
    public void Fit_FourLabels_IsTheRootThatScipyFinds() =>
        Assert.Equal(3.48520322905176, TemperatureScaling.Fit(ReferenceTexts.LogitsOfFour, ReferenceTexts.LabelsOfFour), 1e-9);

    [Fact]
    public void Fit_AllRight_IsTheSmallestTemperature() =>
        Assert.Equal(TemperatureScaling.Smallest, TemperatureScaling.Fit([[2f], [-1f], [3f]], [1, 0, 1]));

    [Fact]
    public void Fit_AllWrong_IsTheLargestTemperature() =>
        Assert.Equal(TemperatureScaling.Largest, TemperatureScaling.Fit([[2f], [-1f], [3f]], [0, 1, 0]));

    [Fact]
    public void Fit_NothingToLearn_ChangesNothing()
    {
        Assert.Equal(1, TemperatureScaling.Fit([], []));
        Assert.Equal(1, TemperatureScaling.Fit([[0f], [0f]], [0, 1]));
        Assert.Equal(1, TemperatureScaling.Fit([[1f, 1f, 1f]], [2]));
    }

    [Fact]
    public void Fit_HugeLogits_StaysFinite() =>
        Assert.InRange(TemperatureScaling.Fit([[3e38f], [-3e38f], [1e30f]], [1, 0, 0]), TemperatureScaling.Smallest, TemperatureScaling.Largest);

    [Fact]
    public void Fit_RandomTexts_BeatsEveryOtherTemperature() =>
        Prop.ForAll(Gen.Choose(-80, 80).Four().Zip(Gen.Choose(0, 2)).NonEmptyListOf().ToArbitrary(), texts =>
        {
            float[][] logits = [.. texts.Select(text => (float[])[text.Item1.Item1 / 10f, text.Item1.Item2 / 10f, text.Item1.Item3 / 10f])];
            int[] labels = [.. texts.Select(text => text.Item2)];
            var best = TemperatureScaling.Fit(logits, labels);

            // Rounding of a sum of up to a hundred losses.
            return Enumerable.Range(0, 40).All(i => LogLoss(best) <= LogLoss(TemperatureScaling.Smallest * Math.Pow(400, i / 39.0)) + 1e-9);

            double LogLoss(double temperature) =>
                logits.Zip(labels, (row, label) => -Math.Log(Math.Max(1e-300, TemperatureScaling.Probabilities(row, temperature)[label]))).Sum();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Fit_LogitsTimesANumber_IsTheTemperatureTimesIt()
    {
        var once = TemperatureScaling.Fit(ReferenceTexts.Logits, ReferenceTexts.LabelsOfLogits);
        var twice = TemperatureScaling.Fit([.. ReferenceTexts.Logits.Select(row => (float[])[2 * row[0]])], ReferenceTexts.LabelsOfLogits);

        Assert.Equal(2 * once, twice, 1e-9);
    }

    [Fact]
    public void Probabilities_AnyTemperature_KeepTheLabel() =>
        Assert.All(ReferenceTexts.LogitsOfFour, row => Assert.Equal(
            ClassProbabilities.IndexOfLargest<float>(row), ClassProbabilities.IndexOfLargest<double>(TemperatureScaling.Probabilities(row, 3.7))));
}
