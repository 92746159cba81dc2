namespace RnnToolkit.CommandLine.Tests;

public class SparklineTests
{
    [Theory]
    [InlineData("0 1 2 3 4 5 6 7", 8, "▁▂▃▄▅▆▇█", ".:-=+*#@")]
    [InlineData("0.7 0.2 0.1", 8, "█▂▁", "@:.")]
    [InlineData("0.5", 8, "▁", ".")]
    [InlineData("3 3 3", 8, "▁▁▁", "...")]
    [InlineData("0 0 1 1 2 2 7 7", 4, "▁▂▃█", ".:-@")]
    [InlineData("0 1 2 3 4 5 6", 3, "▁▄█", ".=@")]
    [InlineData("1 NaN 2", 3, "▁?█", ".?@")]
    [InlineData("NaN", 3, "?", "?")]
    public void Of_Values_DrawsThemBetweenTheSmallestAndTheLargest(string values, int longest, string blocks, string ascii)
    {
        double[] numbers = [.. values.Split(' ').Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.Equal((blocks, ascii), (Sparkline.Of(numbers, longest, isUnicode: true), Sparkline.Of(numbers, longest, isUnicode: false)));
    }
}
