using RnnToolkit.CommandLine;

namespace RnnToolkit.Scorer.Tests;

public sealed class ProgressLineTests : IDisposable
{
    readonly StringWriter _error = new();
    readonly ManualTime _time = new();

    string[] Lines => _error.ToString().ReplaceLineEndings("\n").Split('\n');

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Report_WithoutTerminal_WritesALineEveryTenSeconds()
    {
        var share = 0.0;
        var progress = Start(isTerminal: false, () => share);

        foreach (var second in Enumerable.Range(1, 25))
        {
            _time.Now = TimeSpan.FromSeconds(second);
            share = second / 50.0;
            progress.Report(1000L * second);
        }

        progress.Clear();
        Assert.Equal(
            ["Scoring: 10,000 rows, 1,000 rows/s, 20%, about 40 s left", "Scoring: 20,000 rows, 1,000 rows/s, 40%, about 30 s left", ""], Lines);
    }

    [Fact]
    public void Report_OnATerminal_RewritesOneLineAndClearsIt()
    {
        var progress = Start(isTerminal: true, () => null);

        _time.Now = TimeSpan.FromSeconds(2);
        progress.Report(500);
        progress.Report(501); // too soon
        progress.Clear();

        Assert.Equal("\rScoring: 500 rows, 250 rows/s\u001b[K\r\u001b[K", _error.ToString());
    }

    [Theory]
    [InlineData(10, "10 rows/s, 60%, about 40 s left")]
    [InlineData(100, "1 rows/s, 60%, about 7 min left")]
    [InlineData(10_000, "0 rows/s, 60%, about 11.1 h left")]
    public void Report_AfterAResume_CountsTheTimeLeftFromThere(int seconds, string expected)
    {
        var share = 0.5;
        var progress = Start(isTerminal: false, () => share);

        (_time.Now, share) = (TimeSpan.FromSeconds(seconds), 0.6);
        progress.Report(100);

        Assert.Equal($"Scoring: 100 rows, {expected}", Lines[0]);
    }

    [Fact]
    public void Run_KnownTotal_ShowsTheShareAndTheTimeLeft()
    {
        new ProgressDisplay(_error, isTerminal: false, _time).Run("epoch 1/5", 50, report =>
        {
            report(10);
            _time.Now = TimeSpan.FromSeconds(20);
            report(10);
        });

        Assert.Equal(["epoch 1/5: 20 texts, 1 texts/s, 40%, about 30 s left", ""], Lines);
    }

    [Fact]
    public void Run_WorkThatFailsOnATerminal_LeavesNoHalfLine()
    {
        Assert.Throws<IOException>(() => new ProgressDisplay(_error, isTerminal: true, _time).Run("Reading", null, report =>
        {
            report(1);
            throw new IOException();
        }));

        Assert.EndsWith("\r\u001b[K", _error.ToString(), StringComparison.Ordinal);
    }

    ProgressLine Start(bool isTerminal, Func<double?> share) =>
        new ProgressDisplay(_error, isTerminal, _time).Start("Scoring", "rows", _ => share());
}
