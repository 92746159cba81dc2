namespace RnnToolkit.Runs.Tests;

public class SpectralRadiusTests
{
    [Fact]
    public void Of_ComplexPairBesideARealEigenvalue_IsTheLargestAbsoluteValue()
    {
        var (cosine, sine) = (Math.Cos(0.3), Math.Sin(0.3));
        double[] matrix = [1.25 * cosine, -1.25 * sine, 7, 1.25 * sine, 1.25 * cosine, -3, 0, 0, -1.1];

        // The norm of a power swings with the angle; n-th roots of it settle within 1e-8 of each other.
        Assert.Equal(1.25, SpectralRadius.Of(matrix, 3), 1e-6);
    }

    [Fact]
    public void Of_AJordanBlock_IsItsEigenvalue() =>
        Assert.Equal(0.5, SpectralRadius.Of([0.5, 1, 0, 0, 0.5, 1, 0, 0, 0.5], 3), 1e-6); // |A^n| grows as n² 0.5^n: the root settles slowly

    [Fact]
    public void Of_ANilpotentMatrix_IsZero() => Assert.Equal(0, SpectralRadius.Of([0, 1, 2, 0, 0, 3, 0, 0, 0], 3));

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Of_AMatrixAtTheEdgeOfFloat64_NeitherOverflowsNorUnderflows(double scale) =>
        Assert.Equal(2, SpectralRadius.Of([2 * scale, scale, 0, -scale], 2) / scale, 1e-6);

    [Fact]
    public void Of_ARandomMatrix_BoundsItsPowersFromBothSides()
    {
        // Trace of A^n = sum of the n-th powers of the eigenvalues: independent of norms.
        var random = new Random(5);
        const int Size = 6;
        double[] matrix = [.. Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble())]; // positive: Perron's eigenvalue is real and simple
        var vector = Enumerable.Repeat(1.0, Size).ToArray();
        var growth = 0.0;
        for (var n = 0; n < 200; n++)
        {
            double[] next = [.. Enumerable.Range(0, Size).Select(row => Enumerable.Range(0, Size).Sum(k => matrix[(row * Size) + k] * vector[k]))];
            growth = next.Sum() / vector.Sum();
            vector = Array.ConvertAll(next, value => value / next.Sum());
        }

        Assert.Equal(growth, SpectralRadius.Of(matrix, Size), 1e-6);
    }
}
