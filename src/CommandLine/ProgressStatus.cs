namespace RnnToolkit.CommandLine;

/// <summary>How far a piece of work is, in numbers and in words.</summary>
sealed class ProgressStatus(string work, string unit, Func<double?> share, TimeProvider time)
{
    long _start = time.GetTimestamp();
    double _startShare = share() ?? 0; // not 0 where earlier work is resumed

    /// <summary>The work, in a few words.</summary>
    public string Work => work;

    /// <summary>What is counted, in the plural.</summary>
    public string Unit => unit;

    /// <summary>Time since the work was started.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>The share of the whole work that is done, 0 to 1; null where the whole is not known.</summary>
    public double? Share => share();

    /// <summary>Counts speed and time left from here.</summary>
    public void Restart() => (_start, _startShare) = (time.GetTimestamp(), share() ?? 0);

    /// <summary>Items a second.</summary>
    /// <param name="done">Items done since the work was started.</param>
    public double Speed(long done) => done / Math.Max(Elapsed.TotalSeconds, 0.001);

    /// <summary>What is done, how much of it, and how fast.</summary>
    /// <param name="done">Items done since the work was started.</param>
    public string Description(long done) => Invariant($"{work}: {done:N0} {unit}, {Speed(done):N0} {unit}/s");

    /// <summary>The time left, from what was done since the start; null where it cannot be told.</summary>
    public TimeSpan? Left => Share is { } now && now > _startShare ? Elapsed * ((1 - now) / (now - _startShare)) : null;
}
