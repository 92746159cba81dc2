namespace RnnToolkit.Runs.Tests;

public class EuclideanNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Of_AVectorWhoseSquaresDoNotFit_IsItsLength(double scale) =>
        Assert.Equal(5, EuclideanNorm.Of([3 * scale, 0, -4 * scale]) / scale, 1e-12);

    [Fact]
    public void Of_Zeros_IsZero() => Assert.Equal(0, EuclideanNorm.Of([0, 0]));
}
