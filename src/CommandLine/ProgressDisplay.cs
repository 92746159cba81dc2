using System.Globalization;
using Spectre.Console;

namespace RnnToolkit.CommandLine;

/// <summary>Shows how far long work is: a bar with the time left on a terminal, a plain line now and then elsewhere. Writes to standard error.</summary>
public sealed class ProgressDisplay(TextWriter error, bool isTerminal, TimeProvider time)
{
    static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    /// <summary>The display for this process.</summary>
    public static ProgressDisplay ForConsole() => new(Console.Error, !Console.IsErrorRedirected, TimeProvider.System);

    /// <summary>Runs <paramref name="work"/> and shows its progress until it returns.</summary>
    /// <param name="description">What is done, in a few words.</param>
    /// <param name="total">How many items there are; null when nobody knows.</param>
    /// <param name="work">Receives a function to call with the number of items that are newly done.</param>
    public void Run(string description, long? total, Action<Action<int>> work)
    {
        if (isTerminal)
        {
            RunWithBar(description, total, work);
        }
        else
        {
            RunWithLines(description, total, work);
        }
    }

    void RunWithBar(string description, long? total, Action<Action<int>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        ProgressColumn[] columns = total is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        console.Progress().AutoClear(true).Columns(columns).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(description), maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            work(count =>
            {
                if (total is not null)
                {
                    task.Increment(count);
                }
            });
        });
    }

    void RunWithLines(string description, long? total, Action<Action<int>> work)
    {
        var start = time.GetTimestamp();
        var nextLine = s_plainInterval;
        long done = 0;
        work(count =>
        {
            done += count;
            var elapsed = time.GetElapsedTime(start);
            if (elapsed >= nextLine)
            {
                nextLine = elapsed + s_plainInterval;
                error.WriteLine(Line(description, done, total, elapsed));
            }
        });
    }

    static string Line(string description, long done, long? total, TimeSpan elapsed) => total is { } all && done > 0
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{description}: {done:N0} of {all:N0} ({100.0 * done / all:F0}%), about {elapsed.TotalSeconds * (all - done) / done:F0} s left")
        : string.Create(CultureInfo.InvariantCulture, $"{description}: {done:N0} so far, {elapsed.TotalSeconds:F0} s");
}
