namespace RnnToolkit.Trainer.Downloads;

/// <summary>What a download may cost before it gives up.</summary>
sealed record DownloadLimits
{
    /// <summary>Attempts in a row without a new byte.</summary>
    public int MostFailures { get; init; } = 5;

    /// <summary>Attempts in all, so that a server that sends a byte a connection comes to an end.</summary>
    public int MostAttempts { get; init; } = 100;

    /// <summary>The pause after the first failure; it doubles with each one in a row.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, also where a server asks for a longer one.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may be silent: before its answer, and between two pieces of the file.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest file where the size is not known.</summary>
    public long MostBytes { get; init; } = 1L << 30;
}
