using System.Diagnostics;

namespace RnnToolkit.Scorer.Tests;

/// <summary>Runs the scorer as a process of its own, for what only a process can show: kills and shared standard output.</summary>
static class ScorerProcess
{
    // A start takes a second on an idle machine; a process that takes minutes hangs.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The program, for a shell: <c>$scorer score ...</c>.</summary>
    public static string CommandLine => $"dotnet {Path.Combine(AppContext.BaseDirectory, "scorer.dll")}";

    public static Process Start(IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "scorer.dll"), .. arguments]))!;

    /// <summary>Runs a script of /bin/sh in a folder.</summary>
    /// <returns>The exit code and standard error.</returns>
    public static async Task<(int ExitCode, string Error)> ShellAsync(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await WaitAsync(process);
        return (process.ExitCode, await error.WaitAsync(s_limit));
    }

    /// <summary>Waits for the end, but not for ever.</summary>
    public static async Task WaitAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
