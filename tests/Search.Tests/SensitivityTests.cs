namespace RnnToolkit.Search.Tests;

public class SensitivityTests
{
    static readonly SearchSpace s_space = Spaces.Parse("""{ "a": ["x", "y"], "b": { "min": 0, "max": 10 }, "c": [1] }""");

    [Fact]
    public void Of_OneParameterDecides_ExplainsEverythingByIt()
    {
        var results = Enumerable.Range(0, 16).Select(i => Result(i % 2 == 0 ? "x" : "y", i / 2, loss: i % 2)).ToList();

        var sensitivities = Sensitivity.Of(s_space, results);

        Assert.Equal([1, 0, null], sensitivities.Select(found => found.Share));
        Assert.Equal([new("x", 8, 0), new("y", 8, 1)], sensitivities[0].Groups);
        Assert.Equal(["0 to 1", "2 to 3", "4 to 5", "6 to 7"], sensitivities[1].Groups.Select(group => group.Values));
        Assert.All(sensitivities[1].Groups, group => Assert.Equal((4, 0.5), (group.Trials, group.MeanLoss)));
    }

    // By hand: the losses 1, 2, 3, 6 have a mean of 3 and a sum of squares of 14; the means of the groups are 1.5 and 4.5: 2 * 2.25 + 2 * 2.25 = 9.
    [Fact]
    public void Of_MixedLosses_IsTheCorrelationRatio()
    {
        var results = new[] { Result("x", 1, 1), Result("x", 2, 2), Result("y", 3, 3), Result("y", 4, 6) };

        Assert.Equal(9 / 14.0, Sensitivity.Of(s_space, results)[0].Share!.Value, 12);
    }

    [Fact]
    public void Of_PrunedAndFailed_DoNotCount()
    {
        var results = new[] { Result("x", 1, 1), Result("y", 1, 9) with { Status = TrialStatus.Pruned }, Result("y", 1, 9) with { Status = TrialStatus.Failed } };

        Assert.Equal([new("x", 1, 1)], Sensitivity.Of(s_space, results)[0].Groups);
    }

    static SearchResult Result(string a, double b, double loss) =>
        new(new SearchPoint([new SearchValue($"\"{a}\""), SearchValue.Of(b), new SearchValue("1")]), TrialStatus.Completed, loss);
}
