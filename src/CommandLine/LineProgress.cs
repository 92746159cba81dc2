using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>Progress where there is no terminal: a line every ten seconds, and more and more seldom when the work is long.</summary>
sealed class LineProgress(StandardError error, ProgressStatus status) : IProgressReport
{
    static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);

    // Lines a tenth of the time apart: an hour has some thirty of them.
    const double ShareOfTheTime = 0.1;

    TimeSpan _next = s_shortest;

    public bool IsDue => error.Settings.ShowsProgress && status.Elapsed >= _next;

    public void Restart()
    {
        status.Restart();
        _next = s_shortest;
    }

    public void Report(long done, ProgressFigures? figures)
    {
        if (IsDue)
        {
            var elapsed = status.Elapsed;
            var pause = elapsed * ShareOfTheTime;
            _next = elapsed + (pause > s_shortest ? pause : s_shortest);
            error.Write(LogLevel.Information, "progress", Line(done, figures), Properties(done, figures));
        }
    }

    string Line(long done, ProgressFigures? figures)
    {
        var line = status.Description(done);
        if (status.Share is { } share)
        {
            line += Invariant($", {100 * share:F0}%");
        }

        if (figures is { } found)
        {
            line += $", {found}";
        }

        return status.Left is { } left ? $"{line}, about {Text(left)} left" : line;
    }

    IEnumerable<KeyValuePair<string, object?>> Properties(long done, ProgressFigures? figures)
    {
        yield return new("work", status.Work);
        yield return new("done", done);
        yield return new("unit", status.Unit);
        yield return new("perSecond", Math.Round(status.Speed(done), 1));
        yield return new("share", status.Share is { } share ? Math.Round(share, 4) : null);
        yield return new("secondsLeft", status.Left is { } left ? Math.Round(left.TotalSeconds) : null);
        if (figures is { } found)
        {
            yield return new("loss", found.Loss);
            yield return new("accuracy", found.Accuracy);
        }
    }

    static string Text(TimeSpan time) => time.TotalSeconds switch
    {
        < 120 => Invariant($"{time.TotalSeconds:F0} s"),
        < 7200 => Invariant($"{time.TotalMinutes:F0} min"),
        _ => Invariant($"{time.TotalHours:F1} h"),
    };
}
