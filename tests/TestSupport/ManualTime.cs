namespace RnnToolkit.TestSupport;

/// <summary>A clock that a test sets, or that advances by itself at every look.</summary>
/// <param name="step">Time added after each look.</param>
public sealed class ManualTime(TimeSpan step = default) : TimeProvider
{
    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>Called at each look with the number of looks so far.</summary>
    public Action<int> Looked { get; init; } = _ => { };

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    int Looks { get; set; }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        var now = Now;
        Now += step;
        Looked(++Looks);
        return now.Ticks;
    }
}
