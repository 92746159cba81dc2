namespace RnnToolkit.Bundle.Tests;

public class ScoreComparisonTests
{
    [Fact]
    public void Probabilities_OneLogit_IsItsSigmoid() => Assert.Equal([1 / (1 + Math.Exp(-0.7))], ScoreComparison.Probabilities([0.7]));

    [Fact]
    public void Probabilities_ThreeLogits_AreTheirSoftmax()
    {
        var probabilities = ScoreComparison.Probabilities([Math.Log(1), Math.Log(2), Math.Log(5)]);

        // The rounding of a few operations in double precision.
        Assert.Equal(1 / 8.0, probabilities[0], 1e-12);
        Assert.Equal(2 / 8.0, probabilities[1], 1e-12);
        Assert.Equal(5 / 8.0, probabilities[2], 1e-12);
    }

    [Fact]
    public void Probabilities_HugeLogits_StayFinite() => Assert.Equal([0, 1, 0], ScoreComparison.Probabilities([-1e300, 1e5, 0]));

    [Fact]
    public void Add_TwoClasses_ComparesTheOneProbability()
    {
        var comparison = new ScoreComparison(0.5);

        var (difference, sameLabel) = comparison.Add(0, -0.5f, 0.375f);

        Assert.Equal(0.125, difference, 1e-12);
        Assert.False(sameLabel);
        Assert.Equal((1, 1, 0.5), (comparison.Count, comparison.LabelFlips, comparison.LargestLogitDifference));
    }

    [Fact]
    public void Add_ThreeClasses_TakesTheLargestDifferenceOfAnyClass()
    {
        var comparison = new ScoreComparison(0.5);

        comparison.Add([0, 0, 0], [0, 0, 0], [1 / 3f, 1 / 3f, 1 / 3f]);
        var (difference, sameLabel) = comparison.Add([0, 0, 5], [0, 1, 4], [0.1f, 0.5f, 0.4f]);

        // exp(5) / (exp(5) + 2) = 0.9867 for the last class.
        Assert.Equal(0.5867, difference, 1e-4);
        Assert.False(sameLabel);
        Assert.Equal((2, 1, 1), (comparison.Count, comparison.LabelFlips, comparison.LargestLogitDifference));
        Assert.Equal(comparison.LargestDifference / 2, comparison.MeanDifference, 1e-6); // a third is no float
    }

    [Fact]
    public void Add_ProbabilityThatIsNoNumber_IsNoSmallDifference()
    {
        var (difference, _) = new ScoreComparison(0.5).Add([1, 2, 3], [1, 2, 3], [0.1f, float.NaN, 0.7f]);

        Assert.True(double.IsNaN(difference));
    }

    [Fact]
    public void LabelOf_MoreClasses_IsTheFirstMostProbable()
    {
        var comparison = new ScoreComparison(0.5);

        Assert.Equal(2, comparison.LabelOf([0.2, 0.3, 0.5]));
        Assert.Equal(1, comparison.LabelOf([0.2, 0.4, 0.4]));
    }
}
