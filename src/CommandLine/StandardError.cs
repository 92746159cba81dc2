using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace RnnToolkit.CommandLine;

/// <summary>Writes everything that a program has to say besides its results: messages, progress and errors. Thread-safe.</summary>
/// <remarks>Nothing else writes to standard error, so lines never disturb a bar that is being drawn, and all of it can be JSON.</remarks>
public sealed class StandardError
{
    readonly Lock _lock = new();
    readonly TimeProvider _time;
    IAnsiConsole? _bar;

    /// <summary>Creates the object of one process.</summary>
    /// <param name="writer">Standard error.</param>
    /// <param name="settings">What is written.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public StandardError(TextWriter writer, LogSettings settings, TimeProvider? time = null) =>
        (Writer, Settings, _time) = (writer, settings, time ?? TimeProvider.System);

    /// <summary>What is written.</summary>
    public LogSettings Settings { get; }

    /// <summary>Characters of a line on the terminal; where there is none, so many that any line fits.</summary>
    public int Width => Settings.IsTerminal ? CreateConsole().Profile.Width : int.MaxValue;

    internal TextWriter Writer { get; }

    internal IAnsiConsole CreateConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Writer) });

    /// <summary>The object that belongs to a command that is being run.</summary>
    public static StandardError Of(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.InvocationConfiguration is Invocation { StandardError: var found } ? found : For(parsed, parsed.InvocationConfiguration.Error);
    }

    /// <summary>The display of progress.</summary>
    /// <param name="time">The clock; the system's by default.</param>
    public ProgressDisplay Progress(TimeProvider? time = null) => new(this, time ?? _time);

    /// <summary>A logger for <typeparamref name="T"/>.</summary>
    public ILogger<T> Logger<T>() => new StandardErrorLogger<T>(this);

    /// <summary>Writes a line that is for people alone: not in JSON, not with <c>--quiet</c>.</summary>
    public void WriteText(string line)
    {
        if (Settings.Format is LogFormat.Text && IsEnabled(LogLevel.Information))
        {
            WriteLine(line);
        }
    }

    /// <summary>Passes on what another process of the program wrote: as it is in JSON, with the number of the process for people.</summary>
    public void WriteOf(int process, string line) => WriteLine(Settings.Format is LogFormat.Json ? line : string.Create(CultureInfo.InvariantCulture, $"[{process}] {line}"));

    /// <summary>Writes an error.</summary>
    public void WriteError(string message) => Write(LogLevel.Error, "error", message, []);

    /// <summary>Writes a result that has no place on standard output, whatever the level of messages is.</summary>
    public void WriteResult(string line) => Write(LogLevel.Information, "result", line, [], isResult: true);

    /// <summary>Whether messages of this level are written.</summary>
    public bool IsEnabled(LogLevel level) => level >= Settings.Least && level != LogLevel.None;

    internal static StandardError For(ParseResult parsed, TextWriter writer)
    {
        var isConsole = ReferenceEquals(writer, Console.Error);
        return new(writer, LogOptions.Read(parsed) with
        {
            IsTerminal = isConsole && TerminalRules.CanRedraw(Console.IsErrorRedirected, Environment.GetEnvironmentVariable),
            IsUnicode = (writer.Encoding.CodePage == Encoding.UTF8.CodePage || writer.Encoding.CodePage == Encoding.Unicode.CodePage) && (!isConsole || TerminalRules.IsUnicode(Environment.GetEnvironmentVariable)),
        });
    }

    /// <summary>Writes a message.</summary>
    /// <param name="level">How important it is.</param>
    /// <param name="name">The kind of message, in JSON.</param>
    /// <param name="message">The message for people.</param>
    /// <param name="properties">The numbers and names in it, for JSON.</param>
    /// <param name="isResult">Whether it is written whatever its level is.</param>
    internal void Write(LogLevel level, string name, string message, IEnumerable<KeyValuePair<string, object?>> properties, bool isResult = false)
    {
        if (isResult || IsEnabled(level))
        {
            WriteLine(Settings.Format is LogFormat.Json
                ? JsonMessage.Line(_time.GetUtcNow(), level, name, message, properties)
                : Prefix(level) + message);
        }
    }

    /// <summary>Draws a bar with <paramref name="console"/>, above which lines are written, until <paramref name="work"/> ends.</summary>
    internal async Task WithBar(IAnsiConsole console, Func<Task> work)
    {
        using (_lock.EnterScope())
        {
            _bar = console;
        }

        try
        {
            await work();
        }
        finally
        {
            using (_lock.EnterScope())
            {
                _bar = null;
            }
        }
    }

    /// <summary>Undoes what a bar changes on a terminal, for a process that ends at once.</summary>
    internal void ShowCursor()
    {
        if (_bar is not null)
        {
            Writer.Write("\u001b[?25h\n");
        }
    }

    void WriteLine(string line)
    {
        using (_lock.EnterScope())
        {
            if (_bar is { } bar)
            {
                bar.WriteLine(line);
            }
            else
            {
                Writer.WriteLine(line);
            }
        }
    }

    static string Prefix(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning: ",
        LogLevel.Error or LogLevel.Critical => "error: ",
        _ => "",
    };
}
