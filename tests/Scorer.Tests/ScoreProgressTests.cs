using RnnToolkit.Scorer.Reporting;

namespace RnnToolkit.Scorer.Tests;

public class ScoreProgressTests
{
    [Fact]
    public void Report_WithoutTerminal_WritesALineEveryTenSeconds()
    {
        using var error = new StringWriter();
        var time = new ManualTime();
        var share = 0.0;
        var progress = new ScoreProgress(error, isTerminal: false, () => share, time);

        foreach (var second in Enumerable.Range(1, 25))
        {
            time.Seconds = second;
            share = second / 50.0;
            progress.Report(1000L * second);
        }

        progress.Clear();
        Assert.Equal(
            ["10,000 rows, 1,000 rows/s, 20%, about 40 s left", "20,000 rows, 1,000 rows/s, 40%, about 30 s left", ""],
            error.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void Report_OnATerminal_RewritesOneLineAndClearsIt()
    {
        using var error = new StringWriter();
        var time = new ManualTime();
        var progress = new ScoreProgress(error, isTerminal: true, () => null, time);

        time.Seconds = 2;
        progress.Report(500);
        progress.Report(501); // too soon
        progress.Clear();

        Assert.Equal("\r500 rows, 250 rows/s\u001b[K\r\u001b[K", error.ToString());
    }

    [Fact]
    public void Report_AfterAResume_CountsTheTimeLeftFromThere()
    {
        using var error = new StringWriter();
        var time = new ManualTime();
        var share = 0.5;
        var progress = new ScoreProgress(error, isTerminal: false, () => share, time);

        (time.Seconds, share) = (10, 0.6);
        progress.Report(100);

        Assert.Equal("100 rows, 10 rows/s, 60%, about 40 s left", error.ToString().TrimEnd());
    }

    sealed class ManualTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
