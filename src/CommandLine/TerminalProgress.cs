using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnToolkit.CommandLine;

/// <summary>Progress on a terminal: one line that is redrawn, and removed when the work ends.</summary>
sealed class TerminalProgress : IProgressReport
{
    // A person cannot read faster, and a report costs more than a batch of short texts.
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.2);

    readonly ProgressStatus _status;
    volatile ProgressLine _line;
    TimeSpan _next;

    TerminalProgress(ProgressStatus status) => (_status, _line) = (status, ProgressLine.Of(status, 0, null));

    public bool IsDue => _status.Elapsed >= _next;

    public static Task RunAsync(StandardError error, ProgressStatus status, Func<IProgressReport, Task> work)
    {
        var console = error.CreateConsole();
        var progress = new TerminalProgress(status);
        var display = console.Progress().AutoClear(true).Columns(new LineColumn(progress, error.Settings.IsUnicode));
        display.RefreshRate = s_interval;
        return display.StartAsync(context =>
        {
            context.AddTask(Markup.Escape(status.Work));
            return error.WithBar(console, () => work(progress));
        });
    }

    public void Restart()
    {
        _status.Restart();
        _next = TimeSpan.Zero;
    }

    public void Report(long done, ProgressFigures? figures)
    {
        if (IsDue)
        {
            _next = _status.Elapsed + s_interval;
            _line = ProgressLine.Of(_status, done, figures);
        }
    }

    /// <summary>The whole line: columns of the library would wrap in a narrow terminal.</summary>
    sealed class LineColumn(TerminalProgress progress, bool isUnicode) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Line(progress._line, isUnicode);
    }

    sealed class Line(ProgressLine line, bool isUnicode) : Renderable
    {
        static readonly Style s_done = new(Color.Green);
        static readonly Style s_left = new(Color.Grey);

        protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var parts = line.Fit(maxWidth);
            yield return new Segment(parts.Before);
            if (parts.BarWidth > 0)
            {
                yield return new Segment(new string(isUnicode ? '━' : '#', parts.BarDone), s_done);
                yield return new Segment(new string(isUnicode ? '─' : '.', parts.BarWidth - parts.BarDone), s_left);
            }

            yield return new Segment(parts.After);
        }
    }
}
