namespace RnnToolkit.CommandLine;

/// <summary>How far a piece of work is, in numbers and in words.</summary>
sealed class ProgressStatus(string description, string unit, Func<double?> share, TimeProvider time)
{
    readonly long _start = time.GetTimestamp();
    readonly double _startShare = share() ?? 0; // not 0 where earlier work is resumed

    /// <summary>Time since the work was started.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>The share of the whole work that is done, 0 to 1; null where the whole is not known.</summary>
    public double? Share => share();

    /// <summary>What is done, how much of it, and how fast.</summary>
    /// <param name="done">Items done since the work was started.</param>
    public string Description(long done) =>
        Invariant($"{description}: {done:N0} {unit}, {done / Math.Max(Elapsed.TotalSeconds, 0.001):N0} {unit}/s");

    /// <summary>The time left, from what was done since the start; null where it cannot be told.</summary>
    public TimeSpan? Left => Share is { } now && now > _startShare ? Elapsed * ((1 - now) / (now - _startShare)) : null;
}
