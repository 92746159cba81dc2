using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine.Tests;

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

    // An hour of work needs no 360 lines in a file.
    [Fact]
    public void Run_LongWorkWithoutTerminal_WritesLinesMoreAndMoreSeldom()
    {
        Display(isTerminal: false).Run("Scoring", "rows", () => null, progress =>
        {
            for (var second = 1; second <= 3600; second++)
            {
                _time.Now = TimeSpan.FromSeconds(second);
                progress.Report(second);
            }
        });

        Assert.InRange(Lines.Length, 20, 60);
    }

    [Fact]
    public void Run_ResumedTraining_CountsSpeedAndTimeLeftFromThere()
    {
        var share = 0.0;

        Display(isTerminal: false).Run("gru1 epoch 1/5", "texts", () => share, progress =>
        {
            (_time.Now, share) = (TimeSpan.FromSeconds(100), 0.5);
            progress.Restart();
            (_time.Now, share) = (TimeSpan.FromSeconds(110), 0.6);
            progress.Report(50, new ProgressFigures(0.25, 0.875));
        });

        Assert.Equal(["gru1 epoch 1/5: 50 texts, 5 texts/s, 60%, loss 0.2500, accuracy 87.5%, about 40 s left", ""], Lines);
    }

    [Fact]
    public void Run_AsJson_WritesAnObjectALine()
    {
        var settings = new LogSettings { Format = LogFormat.Json, IsTerminal = true, Least = LogLevel.Debug };

        Display(settings).Run("gru1 epoch 1/5", "texts", () => 0.25, progress =>
        {
            _time.Now = TimeSpan.FromSeconds(10);
            progress.Report(50, new ProgressFigures(0.25, 0.875));
        });

        var (progress, timing) = (JsonElement.Parse(Lines[0]), JsonElement.Parse(Lines[1]));
        Assert.Equal(
            ["time", "level", "event", "message", "work", "done", "unit", "perSecond", "share", "secondsLeft", "loss", "accuracy"],
            progress.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("info", "progress", 0.875), (Text(progress, "level"), Text(progress, "event"), progress.GetProperty("accuracy").GetDouble()));
        Assert.Equal(("debug", "timing", 10.0), (Text(timing, "level"), Text(timing, "event"), timing.GetProperty("seconds").GetDouble()));

        static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_Quiet_WritesNothing(bool isTerminal)
    {
        Display(new LogSettings { IsTerminal = isTerminal, Least = LogLevel.Error }).Run("Scoring", 100, report =>
        {
            _time.Now = TimeSpan.FromSeconds(60);
            report(1);
        });

        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, 0.5)]
    [InlineData(true, null)]
    [InlineData(true, 0.5)]
    public void Write_WhileProgressIsShown_WritesTheWholeLine(bool isTerminal, double? share)
    {
        // [/] would be markup to a console that draws.
        const string Line = "row 3: found [/] as label";
        var error = new StandardError(_error, new LogSettings { IsTerminal = isTerminal });

        error.Progress(_time).Run("Scoring [1/5]", "rows", () => share, progress =>
        {
            _time.Now = TimeSpan.FromSeconds(1);
            progress.Report(1);
            error.Write(LogLevel.Warning, "badRow", Line, []);
        });

        Assert.Contains("warning: " + Line, Lines);
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

    ProgressDisplay Display(bool isTerminal) => Display(new LogSettings { IsTerminal = isTerminal });

    ProgressDisplay Display(LogSettings settings) => new StandardError(_error, settings).Progress(_time);
}
