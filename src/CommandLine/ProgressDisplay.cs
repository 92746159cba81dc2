namespace RnnToolkit.CommandLine;

/// <summary>Shows the progress of long work on standard error: a bar with the time left on a terminal, a plain line every ten seconds elsewhere.</summary>
/// <param name="error">Standard error.</param>
/// <param name="isTerminal">Whether standard error is a terminal.</param>
/// <param name="time">The clock.</param>
public sealed class ProgressDisplay(TextWriter error, bool isTerminal, TimeProvider time)
{
    /// <summary>The display of this process.</summary>
    public static ProgressDisplay ForConsole() => new(Console.Error, !Console.IsErrorRedirected, TimeProvider.System);

    /// <summary>Runs <paramref name="work"/> and shows its progress until it returns.</summary>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="total">How many texts there are; null when that is not known.</param>
    /// <param name="work">Receives a function to call with the number of texts that are newly done.</param>
    public void Run(string description, long? total, Action<Action<int>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        long done = 0;
        RunAsync(description, "texts", () => total is > 0 ? (double)done / total : null, progress =>
        {
            work(count => progress.Report(done += count));
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Runs <paramref name="work"/> and shows its progress until it ends.</summary>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="share">The share of the whole work that is done, 0 to 1, not 0 at first where earlier work is resumed; null where the whole is not known.</param>
    /// <param name="work">Reports its progress, and writes lines of its own through the same object.</param>
    public Task RunAsync(string description, string unit, Func<double?> share, Func<IProgressReport, Task> work)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(work);
        var status = new ProgressStatus(description, unit, share, time);
        return isTerminal ? TerminalProgress.RunAsync(error, status, work) : work(new PlainProgress(error, status));
    }
}
