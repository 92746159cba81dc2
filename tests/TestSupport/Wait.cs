namespace RnnToolkit.TestSupport;

/// <summary>Waiting in tests: a failure ends after the limit instead of hanging.</summary>
public static class Wait
{
    /// <summary>Far longer than anything that is waited for takes on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Polls until <paramref name="condition"/> holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
