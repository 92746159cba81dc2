namespace RnnToolkit.Inference.Hosting.Tests;

/// <summary>A clock whose timers fire when a test says so.</summary>
sealed class ManualTimeProvider : TimeProvider
{
    readonly TaskCompletionSource<ManualTimer> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fires the one timer, after somebody has created it, and returns the period that was asked for.</summary>
    public async Task<TimeSpan> FireAsync()
    {
        var timer = await _timer.Task.WaitAsync(Wait.Limit);
        timer.Callback(timer.State);
        return timer.Period;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(callback, state, period);
        _timer.SetResult(timer);
        return timer;
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
