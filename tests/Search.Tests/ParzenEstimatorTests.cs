namespace RnnToolkit.Search.Tests;

public class ParzenEstimatorTests
{
    [Theory]
    [InlineData]
    [InlineData(0.5)]
    [InlineData(0.0, 0.001, 0.5, 1.0)]
    [InlineData(0.3, 0.3, 0.3)]
    public void Density_AnyPlaces_IntegratesToOneAndIsWhatIsDrawn(params double[] places)
    {
        var estimator = new ParzenEstimator(places);
        const int Cells = 20_000;
        var density = Enumerable.Range(0, Cells).Select(i => estimator.Density((i + 0.5) / Cells)).ToList();

        // 1e-6: of the error function (1.5e-7) and of the sum of so many cells.
        Assert.Equal(1, density.Average(), 1e-6);

        // Draws: 50,000 in ten parts; 0.01 is more than four standard deviations of a share.
        var random = new Random(1);
        var draws = Enumerable.Range(0, 50_000).Select(_ => estimator.Draw(random.NextDouble)).ToList();
        Assert.All(draws, place => Assert.InRange(place, 0, 1));
        for (var part = 0; part < 10; part++)
        {
            var expected = density.Skip(part * Cells / 10).Take(Cells / 10).Sum() / Cells;
            Assert.Equal(expected, draws.Count(place => (int)(place * 10) == part) / 50_000.0, 0.01);
        }
    }
}
