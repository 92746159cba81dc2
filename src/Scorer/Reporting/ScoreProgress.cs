using System.Globalization;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>Progress on standard error: one line that is rewritten on a terminal, a line now and then elsewhere.</summary>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">Whether a line can be rewritten.</param>
/// <param name="share">Share of the input that was read, 0 to 1; null where its length is not known.</param>
/// <param name="time">The clock.</param>
sealed class ScoreProgress(TextWriter error, bool isTerminal, Func<double?> share, TimeProvider time)
{
    static readonly TimeSpan s_terminalInterval = TimeSpan.FromSeconds(0.2);
    static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    readonly long _start = time.GetTimestamp();
    readonly double _startShare = share() ?? 0;
    readonly TimeSpan _interval = isTerminal ? s_terminalInterval : s_plainInterval;
    TimeSpan _next = isTerminal ? TimeSpan.Zero : s_plainInterval;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Says how far the work is, if it is time to.</summary>
    /// <param name="rows">Rows that this run has written.</param>
    public void Report(long rows)
    {
        var elapsed = Elapsed;
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + _interval;
        if (isTerminal)
        {
            error.Write($"\r{Line(rows, elapsed)}\u001b[K"); // erase what is left of a longer line
        }
        else
        {
            error.WriteLine(Line(rows, elapsed));
        }
    }

    /// <summary>Leaves the line free for what comes next.</summary>
    public void Clear()
    {
        if (isTerminal)
        {
            error.Write("\r\u001b[K");
        }
    }

    string Line(long rows, TimeSpan elapsed)
    {
        var rate = rows / Math.Max(elapsed.TotalSeconds, 0.001);
        var line = string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, {rate:N0} rows/s");
        if (share() is not { } done)
        {
            return line;
        }

        var here = done - _startShare;
        var left = here > 0 ? string.Create(CultureInfo.InvariantCulture, $", about {elapsed.TotalSeconds * (1 - done) / here:N0} s left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{line}, {100 * done:F0}%{left}");
    }
}
