namespace RnnToolkit.Bundle.Tests;

public class ClassificationMetricsTests
{
    [Fact]
    public void Ratios_KnownCounts_FollowTheirDefinitions()
    {
        var metrics = new ClassificationMetrics(TruePositives: 6, FalsePositives: 2, TrueNegatives: 8, FalseNegatives: 4);

        Assert.Equal(20, metrics.Count);
        Assert.Equal(14.0 / 20, metrics.Accuracy);
        Assert.Equal(6.0 / 8, metrics.Precision);
        Assert.Equal(6.0 / 10, metrics.Recall);
        Assert.Equal(2 * 0.75 * 0.6 / (0.75 + 0.6), metrics.F1, precision: 12); // the same formula with other roundings
    }

    [Fact]
    public void Ratios_NoTexts_AreZero()
    {
        var none = default(ClassificationMetrics);

        Assert.Equal((0, 0, 0, 0), (none.Accuracy, none.Precision, none.Recall, none.F1));
    }

    [Fact]
    public void Add_EveryCombination_CountsIt()
    {
        var metrics = default(ClassificationMetrics).Add(true, true).Add(true, false).Add(false, false).Add(false, true);

        Assert.Equal(new ClassificationMetrics(1, 1, 1, 1), metrics);
    }
}
