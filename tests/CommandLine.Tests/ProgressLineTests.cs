namespace RnnToolkit.CommandLine.Tests;

/// <summary>What a line of progress shows on terminals of several widths.</summary>
public class ProgressLineTests
{
    readonly ManualTime _time = new();

    [Theory]
    [InlineData(200, "gru1 epoch 2/5  ##########..............................   25%  loss 0.5000  acc. 75.0%  100 texts/s  0:30")]
    [InlineData(80, "gru1 epoch 2/5  ###...........   25%  loss 0.5000  acc. 75.0%  100 texts/s  0:30")]
    [InlineData(61, "gru1 epoch 2/5  ##......   25%  loss 0.5000  acc. 75.0%  0:30")]
    [InlineData(40, "gru1 epoch 2/5   25%  loss 0.5000  0:30")]
    [InlineData(20, "gru1 epoch 2/5   25%")]
    [InlineData(10, "gru1   25%")]
    [InlineData(0, "   25%")]
    public void Fit_AnyWidth_ShowsWhatMattersMostThere(int width, string expected)
    {
        var share = 0.0;
        var status = new ProgressStatus("gru1 epoch 2/5", "texts", () => share, _time);
        (_time.Now, share) = (TimeSpan.FromSeconds(10), 0.25);

        var line = Text(ProgressLine.Of(status, 1000, new ProgressFigures(0.5, 0.75)), width);

        Assert.Equal(expected, line);
        Assert.True(line.Length <= Math.Max(width, 6));
    }

    [Theory]
    [InlineData(80, "Reading  1,000 texts  100 texts/s  0:10")]
    [InlineData(30, "Reading  1,000 texts  0:10")]
    public void Fit_WholeThatIsNotKnown_ShowsTheTimeThatHasPassed(int width, string expected)
    {
        var status = new ProgressStatus("Reading", "texts", () => null, _time);
        _time.Now = TimeSpan.FromSeconds(10);

        Assert.Equal(expected, Text(ProgressLine.Of(status, 1000, null), width));
    }

    [Fact]
    public void Fit_LongTime_ShowsHours()
    {
        var status = new ProgressStatus("Reading", "texts", () => null, _time);
        _time.Now = new TimeSpan(27, 2, 3);

        Assert.Equal("Reading  27:02:03", Text(ProgressLine.Of(status, 0, null), 80));
    }

    static string Text(ProgressLine line, int width)
    {
        var (before, done, bar, after) = line.Fit(width);
        return before + new string('#', done) + new string('.', bar - done) + after;
    }
}
