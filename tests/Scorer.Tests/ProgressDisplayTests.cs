using RnnToolkit.CommandLine;

namespace RnnToolkit.Scorer.Tests;

public sealed class ProgressDisplayTests : IDisposable
{
    readonly StringWriter _error = new();
    readonly ManualTime _time = new();

    string[] Lines => _error.ToString().ReplaceLineEndings("\n").Split('\n');

    public void Dispose() => _error.Dispose();

    [Fact]
    public async Task RunAsync_WithoutTerminal_WritesALineEveryTenSeconds()
    {
        var share = 0.0;

        await Display(isTerminal: false).RunAsync("Scoring", "rows", () => share, progress =>
        {
            foreach (var second in Enumerable.Range(1, 25))
            {
                _time.Now = TimeSpan.FromSeconds(second);
                share = second / 50.0;
                progress.Report(1000L * second);
            }

            return Task.CompletedTask;
        });

        Assert.Equal(
            ["Scoring: 10,000 rows, 1,000 rows/s, 20%, about 40 s left", "Scoring: 20,000 rows, 1,000 rows/s, 40%, about 30 s left", ""], Lines);
    }

    [Theory]
    [InlineData(10, "10 rows/s, 60%, about 40 s left")]
    [InlineData(100, "1 rows/s, 60%, about 7 min left")]
    [InlineData(10_000, "0 rows/s, 60%, about 11.1 h left")]
    public async Task RunAsync_AfterAResume_CountsTheTimeLeftFromThere(int seconds, string expected)
    {
        var share = 0.5;

        await Display(isTerminal: false).RunAsync("Scoring", "rows", () => share, progress =>
        {
            (_time.Now, share) = (TimeSpan.FromSeconds(seconds), 0.6);
            progress.Report(100);
            return Task.CompletedTask;
        });

        Assert.Equal($"Scoring: 100 rows, {expected}", Lines[0]);
    }

    [Fact]
    public void Run_KnownTotal_ShowsTheShareAndTheTimeLeft()
    {
        Display(isTerminal: false).Run("epoch 1/5", 50, report =>
        {
            report(10);
            _time.Now = TimeSpan.FromSeconds(20);
            report(10);
        });

        Assert.Equal(["epoch 1/5: 20 texts, 1 texts/s, 40%, about 30 s left", ""], Lines);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, 0.5)]
    [InlineData(true, null)]
    [InlineData(true, 0.5)]
    public async Task WriteLine_WhileProgressIsShown_WritesTheWholeLine(bool isTerminal, double? share)
    {
        // [/] would be markup to a console that draws.
        const string Line = "warning: row 3: found [/] as label";

        await Display(isTerminal).RunAsync("Scoring [1/5]", "rows", () => share, progress =>
        {
            _time.Now = TimeSpan.FromSeconds(1);
            progress.Report(1);
            progress.WriteLine(Line);
            return Task.CompletedTask;
        });

        Assert.Contains(Line, Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_WorkThatFails_FailsAlike(bool isTerminal) =>
        Assert.Throws<IOException>(() => Display(isTerminal).Run("Reading", null, report =>
        {
            report(1);
            throw new IOException();
        }));

    ProgressDisplay Display(bool isTerminal) => new(_error, isTerminal, _time);
}
