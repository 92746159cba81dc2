namespace RnnToolkit.CommandLine;

/// <summary>Shows the progress of one piece of work: one line that is rewritten on a terminal, a new line every ten seconds elsewhere. Not thread-safe.</summary>
public sealed class ProgressLine
{
    static readonly TimeSpan s_terminalInterval = TimeSpan.FromSeconds(0.2);
    static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    readonly TextWriter _error;
    readonly bool _isTerminal;
    readonly string _description;
    readonly string _unit;
    readonly Func<long, double?> _share;
    readonly TimeProvider _time;
    readonly TimeSpan _interval;
    readonly long _start;
    readonly double _startShare;
    TimeSpan _next;

    /// <summary>Starts the clock.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="isTerminal">Whether a line can be rewritten.</param>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="share">From the number of items done to the share of the whole work, 0 to 1; null where the whole is not known.</param>
    /// <param name="time">The clock.</param>
    public ProgressLine(TextWriter error, bool isTerminal, string description, string unit, Func<long, double?> share, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(time);
        (_error, _isTerminal, _description, _unit, _share, _time) = (error, isTerminal, description, unit, share, time);
        _interval = isTerminal ? s_terminalInterval : s_plainInterval;
        _next = isTerminal ? TimeSpan.Zero : s_plainInterval;
        _startShare = share(0) ?? 0; // not 0 where earlier work is resumed
        _start = time.GetTimestamp();
    }

    /// <summary>Time since the work was started.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>Shows the progress, when it is time to.</summary>
    /// <param name="done">Items done since the work was started.</param>
    public void Report(long done)
    {
        var elapsed = Elapsed;
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + _interval;
        if (_isTerminal)
        {
            _error.Write($"\r{Line(done, elapsed)}\u001b[K"); // erases the rest of a longer line
        }
        else
        {
            _error.WriteLine(Line(done, elapsed));
        }
    }

    /// <summary>Removes the line from a terminal, so that other lines can be written.</summary>
    public void Clear()
    {
        if (_isTerminal)
        {
            _error.Write("\r\u001b[K");
        }
    }

    string Line(long done, TimeSpan elapsed)
    {
        var line = Invariant($"{_description}: {done:N0} {_unit}, {done / Math.Max(elapsed.TotalSeconds, 0.001):N0} {_unit}/s");
        if (_share(done) is not { } share)
        {
            return line;
        }

        var here = share - _startShare;
        return Invariant($"{line}, {100 * share:F0}%{(here > 0 ? $", about {Duration(elapsed.TotalSeconds * (1 - share) / here)} left" : "")}");
    }

    static string Duration(double seconds) => seconds switch
    {
        < 120 => Invariant($"{seconds:F0} s"),
        < 7200 => Invariant($"{seconds / 60:F0} min"),
        _ => Invariant($"{seconds / 3600:F1} h"),
    };
}
