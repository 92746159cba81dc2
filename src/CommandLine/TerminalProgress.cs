using Spectre.Console;

namespace RnnToolkit.CommandLine;

/// <summary>Progress on a terminal: a bar with the share and the time left, or a spinner where the whole is not known. It is removed when the work ends.</summary>
sealed class TerminalProgress : IProgressReport
{
    // Setting a value costs more than a batch of short texts.
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.1);

    readonly IAnsiConsole _console;
    readonly ProgressTask _task;
    readonly ProgressStatus _status;
    TimeSpan _next;

    TerminalProgress(IAnsiConsole console, ProgressTask task, ProgressStatus status) => (_console, _task, _status) = (console, task, status);

    public static Task RunAsync(TextWriter error, ProgressStatus status, Func<IProgressReport, Task> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        ProgressColumn[] columns = status.Share is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        return console.Progress().AutoClear(true).Columns(columns).StartAsync(context =>
        {
            var task = context.AddTask(Markup.Escape(status.Description(0)), maxValue: 1);
            task.IsIndeterminate = status.Share is null;
            task.Value = status.Share ?? 0;
            return work(new TerminalProgress(console, task, status));
        });
    }

    public void Report(long done)
    {
        if (_status.Elapsed < _next)
        {
            return;
        }

        _next = _status.Elapsed + s_interval;
        _task.Description = Markup.Escape(_status.Description(done));
        if (_status.Share is { } share)
        {
            _task.Value = share;
        }
    }

    // Through the console of the bar, which puts the line above it.
    public void WriteLine(string line) => _console.WriteLine(line);
}
