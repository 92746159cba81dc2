using System.Diagnostics;

namespace RnnToolkit.Scorer.Bench;

/// <summary>The scorer as a process of its own, whose memory is watched and which can be killed.</summary>
sealed class ScorerProcess : IDisposable
{
    static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);

    readonly Process _process;

    public ScorerProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend("score").Prepend(Path.Combine(AppContext.BaseDirectory, "scorer.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        Error = _process.StandardError.ReadToEndAsync();
        _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it wrote to standard error, once it is gone.</summary>
    public Task<string> Error { get; }

    /// <summary>The most physical memory it had so far, in bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Waits for the end, or kills the process after <paramref name="timeout"/>; true when it ended by itself.</summary>
    public bool WaitOrKill(TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < timeout)
        {
            if (_process.WaitForExit(elapsed + s_pollInterval > timeout ? timeout - elapsed : s_pollInterval))
            {
                return true;
            }

            try
            {
                _process.Refresh();
                PeakMemory = Math.Max(PeakMemory, _process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two lines above.
            }
        }

        _process.Kill();
        _process.WaitForExit();
        return false;
    }

    /// <summary>Waits for the end, and throws with what it said when it failed.</summary>
    public void WaitForSuccess()
    {
        WaitOrKill(TimeSpan.MaxValue);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the scorer ended with {_process.ExitCode}: {Error.Result}");
        }
    }

    public void Dispose() => _process.Dispose();
}
