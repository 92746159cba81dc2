using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>Ctrl+C: the first one cancels the work, which saves its progress and ends, the second one ends the process at once. A request to terminate cancels, too.</summary>
sealed partial class Interruption : IDisposable
{
    // A program around this one may pass on the signal that the terminal has sent to both.
    static readonly TimeSpan s_sameKeyPress = TimeSpan.FromSeconds(0.3);

    // How long work may take to save its progress. Slurm and Kubernetes kill after so long, too.
    static readonly TimeSpan s_longestSave = TimeSpan.FromSeconds(30);

    // Standard error may be a pipe that nobody reads.
    static readonly TimeSpan s_longestWrite = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _source;
    readonly StandardError _error;
    readonly TimeProvider _time;
    readonly Action<int> _exit;
    readonly PosixSignalRegistration[] _registrations;
    readonly Lock _lock = new();
    long? _first;
    ITimer? _limit;

    /// <summary>Listens to the signals of the process.</summary>
    /// <param name="error">Where the user is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="exit">Ends the process at once.</param>
    /// <param name="cancellationToken">Cancels the work as Ctrl+C does.</param>
    public Interruption(StandardError error, TimeProvider time, Action<int>? exit, CancellationToken cancellationToken)
    {
        (_error, _time, _exit) = (error, time, exit ?? ExitAtOnce);
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Receive(signal);
        }))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Handles a signal.</summary>
    internal void Receive(PosixSignal signal)
    {
        bool isFirst;
        using (_lock.EnterScope())
        {
            isFirst = _first is null;
            if (!isFirst && (signal != PosixSignal.SIGINT || _time.GetElapsedTime(_first!.Value) < s_sameKeyPress))
            {
                return; // a supervisor that asks twice means once, and kills what does not end
            }

            _first ??= _time.GetTimestamp();
        }

        if (isFirst)
        {
            _limit = _time.CreateTimer(_ => End(), null, s_longestSave, Timeout.InfiniteTimeSpan);
            _source.Cancel();
            Tell(() => _error.Write(
                LogLevel.Warning, "stopping",
                signal == PosixSignal.SIGINT ? "Stopping; press Ctrl+C again to stop at once, without saving" : "Stopping", []));
            return;
        }

        End();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _limit?.Dispose();
        _source.Dispose();
    }

    void End()
    {
        Tell(_error.ShowCursor);
        _exit(ExitCode.Cancelled);
    }

    static void Tell(Action write) => Task.Run(write).Wait(s_longestWrite);

    static void ExitAtOnce(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(exitCode);
        }

        // Not Environment.Exit, which waits for handlers, and runs destructors of libraries whose threads are still computing.
        ExitWithoutHandlers(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitWithoutHandlers(int exitCode);
}
