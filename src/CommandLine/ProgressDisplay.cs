using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>Shows the progress of long work on standard error: a bar with the time left on a terminal, lines elsewhere, nothing with <c>--quiet</c>.</summary>
/// <param name="error">Standard error.</param>
/// <param name="time">The clock.</param>
public sealed class ProgressDisplay(StandardError error, TimeProvider time)
{
    /// <summary>Runs <paramref name="work"/> and shows its progress until it returns.</summary>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="total">How many texts there are; null when that is not known.</param>
    /// <param name="work">Receives a function to call with the number of texts that are newly done.</param>
    public void Run(string description, long? total, Action<Action<int>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        long done = 0;
        Run(description, "texts", () => total is > 0 ? (double)done / total : null, progress => work(count => progress.Report(done += count)));
    }

    /// <summary>Runs <paramref name="work"/> and shows its progress until it returns.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public void Run(string description, string unit, Func<double?> share, Action<IProgressReport> work) =>
        RunAsync(description, unit, share, progress =>
        {
            work(progress);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    /// <summary>Runs <paramref name="work"/> and shows its progress until it ends.</summary>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="share">The share of the whole work that is done, 0 to 1, not 0 at first where earlier work is resumed; null where the whole is not known.</param>
    /// <param name="work">Reports its progress.</param>
    public async Task RunAsync(string description, string unit, Func<double?> share, Func<IProgressReport, Task> work)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(work);
        var start = time.GetTimestamp();
        var status = new ProgressStatus(description, unit, share, time);
        var settings = error.Settings;
        await (settings is { IsTerminal: true, ShowsProgress: true, Format: LogFormat.Text }
            ? TerminalProgress.RunAsync(error, status, work)
            : work(new LineProgress(error, status)));
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        error.Write(LogLevel.Debug, "timing", Invariant($"{description}: {seconds:F2} s"), [new("work", description), new("seconds", Math.Round(seconds, 3))]);
    }
}
