namespace RnnToolkit.TestSupport;

/// <summary>A clock that a test sets, or that advances by itself at every look. Its timer fires when the test says so.</summary>
/// <param name="step">Time added after each look.</param>
public sealed class ManualTime(TimeSpan step = default) : TimeProvider
{
    readonly TaskCompletionSource<ManualTimer> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Creates the one timer that <see cref="FireAsync"/> fires.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state, period);
        _timer.SetResult(timer);
        return timer;
    }

    /// <summary>Fires the timer once somebody has created it, and returns the period that was asked for.</summary>
    public async Task<TimeSpan> FireAsync()
    {
        var timer = await _timer.Task.WaitAsync(Wait.Limit);
        timer.Callback(timer.State);
        return timer.Period;
    }

    sealed record ManualTimer(TimerCallback Callback, object? State, TimeSpan Period) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
