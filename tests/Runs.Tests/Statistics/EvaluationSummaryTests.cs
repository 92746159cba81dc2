using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests.Statistics;

/// <summary>The expected numbers were computed with numpy 1.24.2, scipy 1.10.1 and scikit-learn 1.2.1; 1e-12 leaves room for another order of sums.</summary>
public class EvaluationSummaryTests
{
    const double Tolerance = 1e-12;

    // Ends of percentile intervals of 60 texts, whose width is 0.23, from 1,000 draws here and 4,000 there: 0.02 is more than twice their spread from seed to seed.
    const double BootstrapTolerance = 0.02;

    static readonly IReadOnlyList<PredictedText> s_two =
        [.. Enumerable.Range(0, ReferenceTexts.Count).Select(i => Text(i, ReferenceTexts.LabelsOfLogits[i], ReferenceTexts.Logits[i]))];

    static readonly IReadOnlyList<PredictedText> s_four =
        [.. Enumerable.Range(0, ReferenceTexts.Count).Select(i => Text(i, ReferenceTexts.LabelsOfFour[i], ReferenceTexts.LogitsOfFour[i]))];

    static LabelSet Four => new(["a", "b", "c", "d"]);

    [Fact]
    public void Of_TwoLabels_IsWhatScikitLearnAndScipyCompute()
    {
        var summary = EvaluationSummary.Of(s_two, LabelSet.Sentiment);

        Assert.Equal(43.0 / 60, summary.Accuracy.Value, Tolerance);
        Close(0.5923271483560881, 0.8149317157156728, summary.Accuracy.Interval, Tolerance);
        Assert.Equal(0.7165879410947485, summary.MacroF1.Value, Tolerance);
        Close(0.59776702, 0.82380308, summary.MacroF1.Interval, BootstrapTolerance);
        Assert.Equal(1.1526319538772143, summary.LogLoss.Value, Tolerance);
        Close(1.1526319538772143 - 0.5488969740601527, 1.1526319538772143 + 0.5488969740601527, summary.LogLoss.Interval, Tolerance);
        Assert.Equal(0.24765780778647617, summary.BrierScore.Value, Tolerance);
        Close(0.24765780778647617 - 0.0974059661921408, 0.24765780778647617 + 0.0974059661921408, summary.BrierScore.Interval, Tolerance);
        Assert.Equal(0.7908787541713015, summary.RocAuc!.Value.Value, Tolerance);
        Close(0.66857031, 0.89834317, summary.RocAuc.Value.Interval, BootstrapTolerance);
        Assert.Equal(0.7935145571830906, summary.AveragePrecision!.Value.Value, Tolerance);
        Close(0.64775754, 0.9116509, summary.AveragePrecision.Value.Interval, BootstrapTolerance);
        Assert.Equal([0.73333333, 0.7], summary.Labels.Select(label => Math.Round(label.Precision.Value, 8)));
        Assert.Equal([0.70967742, 0.72413793], summary.Labels.Select(label => Math.Round(label.Recall.Value, 8)));
        Assert.Equal([0.72131148, 0.71186441], summary.Labels.Select(label => Math.Round(label.F1.Value, 8)));
        Assert.Equal([31L, 29], summary.Labels.Select(label => label.Support));
        Assert.NotNull(summary.Ranking);
    }

    [Fact]
    public void Of_Temperature_ChangesProbabilitiesAndNoLabel()
    {
        var (raw, calibrated) = (EvaluationSummary.Of(s_two, LabelSet.Sentiment), EvaluationSummary.Of(s_two, LabelSet.Sentiment, temperature: 4.910030954573812));

        Assert.Equal(0.5550260598903536, calibrated.LogLoss.Value, Tolerance);
        Assert.Equal(0.18784352690560355, calibrated.BrierScore.Value, Tolerance);
        Assert.Equal((raw.Accuracy, raw.MacroF1, raw.RocAuc), (calibrated.Accuracy, calibrated.MacroF1, calibrated.RocAuc));
        Assert.True(calibrated.ExpectedCalibrationError.Value < raw.ExpectedCalibrationError.Value);
    }

    [Fact]
    public void Of_FourLabels_HasNoRankingAndTheCalibrationOfTheLabelsGiven()
    {
        var summary = EvaluationSummary.Of(s_four, Four);

        Assert.Equal((null, null, null), (summary.RocAuc, summary.AveragePrecision, summary.Ranking));
        Assert.Equal(0.2350368816447111, summary.ExpectedCalibrationError.Value, Tolerance);
        Assert.Equal(0.5390651469865667, summary.BrierScore.Value, Tolerance);
        Assert.Equal(4, summary.Labels.Count);
    }

    [Fact]
    public void Of_Threshold_DecidesLabels()
    {
        var summary = EvaluationSummary.Of(s_two, LabelSet.Sentiment, threshold: 0);

        Assert.Equal(29.0 / 60, summary.Accuracy.Value, Tolerance);
        Assert.Equal((1.0, 0.0), (summary.Labels[1].Recall.Value, summary.Labels[0].Recall.Value));
    }

    [Fact]
    public void Of_OneText_HasWideIntervals()
    {
        var summary = EvaluationSummary.Of([Text(0, 1, [2f])], LabelSet.Sentiment);

        Close(0.20654931437723745, 1, summary.Accuracy.Interval, Tolerance);
        Assert.Null(summary.RocAuc);
        Assert.Equal(summary.LogLoss.Value, summary.LogLoss.Interval.Low);
    }

    [Fact]
    public void Of_AllRight_KeepsIntervalsBelowOne()
    {
        var summary = EvaluationSummary.Of([.. Enumerable.Range(0, 20).Select(i => Text(i, i % 2, [i % 2 == 1 ? 30f : -30f]))], LabelSet.Sentiment);

        Assert.Equal((1.0, 1.0, 1.0), (summary.Accuracy.Value, summary.RocAuc!.Value.Value, summary.MacroF1.Value));
        Assert.True(summary.Accuracy.Interval.Low is > 0.8 and < 1);
    }

    [Fact]
    public void Of_NoText_IsRejected() => Assert.Throws<ArgumentOutOfRangeException>(() => EvaluationSummary.Of([], LabelSet.Sentiment));

    [Fact]
    public void Of_RandomTexts_HasEveryValueInItsInterval() =>
        Prop.ForAll(Gen.Choose(-60, 60).Zip(Gen.Choose(0, 1)).NonEmptyListOf().ToArbitrary(), texts =>
        {
            var summary = EvaluationSummary.Of([.. texts.Select((text, i) => Text(i, text.Item2, [text.Item1 / 10f]))], LabelSet.Sentiment);
            Estimate[] estimates =
            [
                summary.Accuracy, summary.LogLoss, summary.BrierScore, summary.ExpectedCalibrationError,
                .. summary.Labels.SelectMany(label => (Estimate[])[label.Precision, label.Recall, label.F1]),
            ];
            return estimates.All(estimate => estimate.Interval.Low <= estimate.Value && estimate.Value <= estimate.Interval.High);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    static PredictedText Text(int id, int label, float[] logits) => new(
        PredictionFile.TestPart, $"{id}", label, logits.Length > 1 ? ClassProbabilities.IndexOfLargest<float>(logits) : logits[0] >= 0 ? 1 : 0, Tokens: 5, Unknown: 0, logits);

    static void Close(double low, double high, Interval interval, double tolerance)
    {
        Assert.Equal(low, interval.Low, tolerance);
        Assert.Equal(high, interval.High, tolerance);
    }
}
