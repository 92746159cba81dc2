namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>Says when a checkpoint within an epoch is due.</summary>
/// <param name="time">The clock.</param>
/// <param name="minutes">Minutes between checkpoints; 0 for checkpoints after whole epochs alone.</param>
sealed class CheckpointTimer(TimeProvider time, double minutes)
{
    long _start = time.GetTimestamp();

    /// <summary>Whether there are checkpoints within an epoch at all.</summary>
    public bool IsEnabled => minutes > 0;

    /// <summary>Whether so many minutes have passed since the last checkpoint.</summary>
    public bool IsDue => IsEnabled && time.GetElapsedTime(_start) >= TimeSpan.FromMinutes(minutes);

    /// <summary>Must be called after each checkpoint.</summary>
    public void Restart() => _start = time.GetTimestamp();
}
