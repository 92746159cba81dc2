namespace RnnToolkit.CommandLine;

/// <summary>Progress where there is no terminal: a line every ten seconds.</summary>
sealed class PlainProgress(TextWriter error, ProgressStatus status) : IProgressReport
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    TimeSpan _next = s_interval;

    public void Report(long done)
    {
        var elapsed = status.Elapsed;
        if (elapsed >= _next)
        {
            _next = elapsed + s_interval;
            error.WriteLine(Line(done));
        }
    }

    public void WriteLine(string line) => error.WriteLine(line);

    string Line(long done) => status.Share is { } share
        ? Invariant($"{status.Description(done)}, {100 * share:F0}%{(status.Left is { } left ? $", about {Text(left)} left" : "")}")
        : status.Description(done);

    static string Text(TimeSpan time) => time.TotalSeconds switch
    {
        < 120 => Invariant($"{time.TotalSeconds:F0} s"),
        < 7200 => Invariant($"{time.TotalMinutes:F0} min"),
        _ => Invariant($"{time.TotalHours:F1} h"),
    };
}
