namespace RnnToolkit.HiddenMarkov.Tests;

public class EmissionsTests
{
    [Fact]
    public void Discrete_PseudoCount_MakesNoWordImpossible()
    {
        var emissions = DiscreteEmissions.Of(1, [3, 0, 1], pseudoCount: 0.5);

        Assert.Equal([3.5 / 5.5, 0.5 / 5.5, 1.5 / 5.5], Enumerable.Range(0, 3).Select(symbol => Math.Round(Math.Exp(emissions.Of(symbol)[0]), 15)), new Close());
    }

    [Fact]
    public void Discrete_StateThatEmitsNothing_EmitsEverythingAlike() => Assert.Equal(-Math.Log(2), DiscreteEmissions.Of(2, [1, 0, 1, 0]).Of(0)[1]);

    // scipy 1.10.1: 0.3 * multivariate_normal([0, 0], diag([1, 4])).pdf(x) + 0.7 * multivariate_normal([1, -1], diag([0.25, 0.5])).pdf(x), equation 58.
    [Theory]
    [InlineData(0, 0.02209306294027727)]
    [InlineData(1, 0.3278891359842711)]
    public void Gaussian_Mixture_HasTheDensityThatScipyComputes(int symbol, double expected)
    {
        var emissions = GaussianMixtureEmissions.Of(
            [0.5f, 1f, 1f, -1f], [[new Component(0.3, [0, 0], [1, 4]), new Component(0.7, [1, -1], [0.25, 0.5])]]);

        Assert.Equal(expected, Math.Exp(emissions.Of(symbol)[0]), 1e-12);
    }

    [Fact]
    public void Gaussian_WordsInTwoHeaps_FindsThem()
    {
        float[] vectors = [-5, -5.1f, -4.9f, 5, 5.2f, 4.8f];
        Emissions emissions = GaussianMixtureEmissions.Start(1, 2, vectors, 1, [1, 1, 1, 1, 1, 1], new Random(3));
        for (var i = 0; i < 30; i++)
        {
            emissions = emissions.Reestimate([1, 1, 1, 1, 1, 1]);
        }

        var components = ((GaussianMixtureEmissions)emissions).Mixtures[0].OrderBy(component => component.Mean[0]).ToList();
        Assert.Equal([-5, 5], components.Select(component => Math.Round(component.Mean[0], 3)));
        Assert.Equal([0.5, 0.5], components.Select(component => Math.Round(component.Weight, 6)));
    }

    [Fact]
    public void Gaussian_ComponentOnOneWord_KeepsAVariance()
    {
        Emissions emissions = GaussianMixtureEmissions.Start(1, 1, [1, 2, 3], 1, [1, 1, 1], new Random(1));
        for (var i = 0; i < 5; i++)
        {
            emissions = emissions.Reestimate([0, 7, 0]);
        }

        var component = Assert.Single(((GaussianMixtureEmissions)emissions).Mixtures[0]);
        Assert.Equal((2.0, 1e-3 * 2 / 3), (component.Mean[0], component.Variance[0]));
        Assert.True(double.IsFinite(emissions.Of(1)[0]));
    }

    [Fact]
    public void Gaussian_StateThatEmitsNothing_StaysAsItIs()
    {
        var emissions = GaussianMixtureEmissions.Start(2, 2, [1, 2, 3], 1, [1, 1, 1], new Random(1));

        var next = (GaussianMixtureEmissions)emissions.Reestimate([1, 0, 1, 0, 1, 0]);

        Assert.Equal(emissions.Mixtures[1], next.Mixtures[1]);
        Assert.NotEqual(emissions.Mixtures[0], next.Mixtures[0]);
    }

    sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double left, double right) => Math.Abs(left - right) < 1e-12;

        public int GetHashCode(double value) => 0;
    }
}
