using System.Text.Json;

namespace RnnToolkit.Bundle.Tests;

/// <summary>The expected numbers were computed with scikit-learn 1.2.1; 1e-12 leaves room for another order of sums.</summary>
public class ClassificationReportTests
{
    const double Tolerance = 1e-12;

    static readonly string[] s_three = ["a", "b", "c"];
    static readonly int[] s_labels = [0, 0, 0, 1, 1, 2, 2, 2, 2, 1];
    static readonly double[][] s_probabilities =
    [
        [0.7, 0.2, 0.1], [0.4, 0.5, 0.1], [0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4],
        [0.05, 0.05, 0.9], [0.2, 0.5, 0.3], [0.25, 0.25, 0.5], [0.6, 0.3, 0.1], [0.2, 0.6, 0.2],
    ];

    [Fact]
    public void Of_ThreeLabels_IsWhatScikitLearnComputes()
    {
        var report = ClassificationReport.Of(s_three, s_labels, i => s_probabilities[i], threshold: 0.5);

        Assert.Equal(10, report.Count);
        Assert.Equal(0.6, report.Accuracy, Tolerance);
        Assert.Equal(0.6031746031746033, report.MacroF1, Tolerance);
        Assert.Equal(0.6, report.WeightedF1, Tolerance);
        Assert.Equal(0.8209120429316721, report.LogLoss, Tolerance);
        Assert.Equal([0.66666666666666663, 0.5, 0.66666666666666663], report.Labels.Select(label => label.Precision));
        Assert.Equal([0.66666666666666663, 0.66666666666666663, 0.5], report.Labels.Select(label => label.Recall));
        Assert.Equal([0.66666666666666663, 0.5714285714285714, 0.5714285714285714], report.Labels.Select(label => label.F1));
        Assert.Equal([3L, 3, 4], report.Labels.Select(label => label.Support));
        Assert.Equal([[2L, 1, 0], [0, 2, 1], [1, 1, 2]], report.Confusion);
        Assert.Equal((null, null, null), (report.Top, report.RocAuc, report.AveragePrecision));
    }

    [Fact]
    public void Of_TwoLabels_HasTheRankingMetricsOfScikitLearn()
    {
        double[] positive = [0.1, 0.4, 0.35, 0.8, 0.4, 0.2, 1.0, 0.8];

        var report = ClassificationReport.Of(["neg", "pos"], [0, 0, 1, 1, 1, 0, 1, 0], i => [positive[i]], threshold: 0.5);

        Assert.Equal(0.625, report.Accuracy, Tolerance);
        Assert.Equal(0.6190476190476191, report.MacroF1, Tolerance);
        Assert.Equal(0.6190476190476191, report.WeightedF1, Tolerance);
        Assert.Equal(0.5797530013573963, report.LogLoss, Tolerance);
        Assert.Equal(0.75, report.RocAuc!.Value, Tolerance);
        Assert.Equal(0.7333333333333333, report.AveragePrecision!.Value, Tolerance);
        Assert.Equal([[3L, 1], [2, 2]], report.Confusion);
    }

    [Fact]
    public void Of_SixLabelsTwoOfThemInTheTexts_IsWhatScikitLearnComputes()
    {
        var report = ClassificationReport.Of(
            ["0", "1", "2", "3", "4", "5"], [.. Enumerable.Range(0, 50).Select(i => ((i * i) + (3 * i)) % 6)], Probabilities, threshold: 0.5);

        Assert.Equal(0.14, report.Accuracy, Tolerance);
        Assert.Equal(0.06842818428184282, report.MacroF1, Tolerance);
        Assert.Equal(0.21764227642276424, report.WeightedF1, Tolerance);
        Assert.Equal(1.9706245444346098, report.LogLoss, Tolerance);
        Assert.Equal([new TopAccuracy(3, 0.44), new TopAccuracy(5, 0.82)], report.Top);

        static double[] Probabilities(int i)
        {
            var values = Enumerable.Range(0, 6).Select(k => (((i * 7) + (k * 11) + (i * k)) % 13) + 1 + (k / 100.0)).ToArray();
            return [.. values.Select(value => value / values.Sum())];
        }
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.31, 0)]
    public void Of_TwoLabels_UsesTheThreshold(double threshold, int predicted) => Assert.Equal(
        predicted, ClassificationReport.Of(["neg", "pos"], [1], _ => [0.3], threshold).Confusion![1][1]);

    [Fact]
    public void Of_ZeroProbabilityOfTheRightLabel_IsALargeFiniteLoss() =>
        Assert.Equal(36.04365338911715, ClassificationReport.Of(["neg", "pos"], [1], _ => [0], threshold: 0.5).LogLoss, Tolerance);

    [Fact]
    public void Of_NoTextsOrOneLabel_HasNoRatiosOfNothing()
    {
        var none = ClassificationReport.Of(s_three, new ClassificationCounts());
        var one = ClassificationReport.Of(["neg", "pos"], [1, 1], _ => [0.9], threshold: 0.5);

        Assert.Equal((0, 0.0, 0.0, 0.0, 0.0), (none.Count, none.Accuracy, none.MacroF1, none.WeightedF1, none.LogLoss));
        Assert.Equal((1.0, 1.0, null, 1.0), (one.Accuracy, one.MacroF1, one.RocAuc, one.AveragePrecision));
        Assert.Null(ClassificationReport.Of(["neg", "pos"], [0], _ => [0.9], threshold: 0.5).AveragePrecision);
    }

    [Fact]
    public void Of_ManyLabels_HasNoMatrix()
    {
        string[] names = [.. Enumerable.Range(0, 101).Select(i => $"label {i}")];
        var counter = new ClassificationCounter();
        counter.Add(100, 100, new double[101]);

        var report = ClassificationReport.Of(names, counter.Counts);

        Assert.Null(report.Confusion);
        Assert.Equal((1.0, 1.0), (report.Accuracy, report.Labels[100].F1));
    }

    [Fact]
    public void Counts_OfPartsAdded_AreThoseOfTheWhole()
    {
        var counters = new[] { new ClassificationCounter(), new ClassificationCounter(), new ClassificationCounter() };
        var whole = new ClassificationCounter();
        for (var i = 0; i < s_labels.Length; i++)
        {
            var predicted = ClassProbabilities.LabelOf<double>(s_probabilities[i], 0.5);
            counters[i % 3].Add(s_labels[i], predicted, s_probabilities[i]);
            whole.Add(s_labels[i], predicted, s_probabilities[i]);
        }

        var sum = counters.Aggregate(new ClassificationCounts(), (counts, counter) => counts + counter.Counts);

        Assert.Equal(whole.Counts.Pairs, sum.Pairs);
        Assert.Equal(whole.Counts.InTop, sum.InTop);
        Assert.Equal(whole.Counts.LogLossSum, sum.LogLossSum, Tolerance);
        Assert.True(sum.AreValid(labels: 3));
        Assert.False(sum.AreValid(labels: 2));
    }

    [Fact]
    public void Binary_OfTwoLabels_IsTheCountsOfTheLast()
    {
        var counter = new ClassificationCounter();
        foreach (var (label, predicted) in new[] { (1, 1), (1, 1), (1, 1), (0, 1), (0, 0), (0, 0), (1, 0) })
        {
            counter.Add(label, predicted, [0.5, 0.5]);
        }

        Assert.Equal(new ClassificationMetrics(TruePositives: 3, FalsePositives: 1, TrueNegatives: 2, FalseNegatives: 1), counter.Counts.Binary);
    }

    [Fact]
    public void Json_RoundTrip_KeepsEverythingAndARowOfTheMatrixALine()
    {
        var report = ClassificationReport.Of(s_three, s_labels, i => s_probabilities[i], threshold: 0.5);

        var json = JsonSerializer.Serialize(report, ArtifactJson.Default.ClassificationReport);
        var read = JsonSerializer.Deserialize(json, ArtifactJson.Default.ClassificationReport)!;

        Assert.Contains("\"confusion\": [\n    [2, 1, 0],\n    [0, 2, 1],\n    [1, 1, 2]\n  ]", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(read, ArtifactJson.Default.ClassificationReport));
        Assert.Empty(read.Validate(s_three));
        Assert.NotEmpty(read.Validate(["a", "b", "d"]));
        Assert.NotEmpty((read with { Confusion = [[1]] }).Validate(s_three));
    }
}
