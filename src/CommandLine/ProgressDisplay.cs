namespace RnnToolkit.CommandLine;

/// <summary>Makes the progress lines of a program, on standard error.</summary>
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
        var line = Start(description, "texts", done => total is > 0 ? (double)done / total : null);
        long done = 0;
        try
        {
            work(count => line.Report(done += count));
        }
        finally
        {
            line.Clear();
        }
    }

    /// <summary>Starts the progress line of work that reports and clears it itself.</summary>
    /// <param name="description">The work, in a few words.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="share">From the number of items done to the share of the whole work, 0 to 1; null where the whole is not known.</param>
    public ProgressLine Start(string description, string unit, Func<long, double?> share) => new(error, isTerminal, description, unit, share, time);
}
