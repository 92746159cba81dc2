using RnnToolkit.Reports.Figures;

namespace RnnToolkit.Reports.Tests;

public class AxisTests
{
    [Theory]
    [InlineData(0.61, 0.84, "60%,65%,70%,75%,80%,85%", AxisFormat.Percent)]
    [InlineData(0, 1, "0,0.2,0.4,0.6,0.8,1.0", AxisFormat.Number)]
    [InlineData(0, 12_500, "0,2,500,5,000,7,500,10,000,12,500", AxisFormat.Number)]
    [InlineData(-3, 4, "-4,-2,0,2,4", AxisFormat.Number)]
    [InlineData(5, 5, "4.4,4.6,4.8,5.0,5.2,5.4,5.6", AxisFormat.Number)]
    public void Ticks_OfARange_AreRoundNumbersAroundIt(double low, double high, string expected, AxisFormat format) =>
        Assert.Equal(expected, Texts(new Axis("value", Format: format), low, high));

    [Theory]
    [InlineData(1, 5, "1,2,3,4,5")]
    [InlineData(1, 1, "0,1,2")]
    [InlineData(1, 100, "0,20,40,60,80,100")]
    public void Ticks_OfWholeNumbers_AreWhole(double low, double high, string expected) =>
        Assert.Equal(expected, Texts(new Axis("epoch", IsWhole: true), low, high));

    [Theory]
    [InlineData(1e-8, 1, "1e-8,1e-6,1e-4,0.01,1")]
    [InlineData(12, 45, "10,20,50,100")]
    [InlineData(0.002, 40, "0.001,0.01,0.1,1,10,100")]
    public void Ticks_OfALogarithmicAxis_ArePowersOfTen(double low, double high, string expected) =>
        Assert.Equal(expected, Texts(new Axis("gradient", IsLogarithmic: true), low, high));

    [Theory]
    [InlineData(0.74328, AxisFormat.Percent, "74.3%")]
    [InlineData(12500, AxisFormat.Number, "12,500")]
    [InlineData(1.5e-7, AxisFormat.Number, "1.5e-7")]
    [InlineData(double.NaN, AxisFormat.Number, "–")]
    public void Write_ANumber_IsShort(double value, AxisFormat format, string expected) =>
        Assert.Equal(expected, new Axis("value", Format: format).Write(value));

    static string Texts(Axis axis, double low, double high)
    {
        var scale = axis.ScaleOf([low, high], 0, 100);
        return string.Join(',', scale.Ticks().Select(tick => axis.Tick(tick, scale.Step)));
    }
}
