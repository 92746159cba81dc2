using System.Diagnostics;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>Runs the programs as a user does: each in a process of its own.</summary>
static class ProgramRunner
{
    public static async Task<(int ExitCode, string Output, string Error)> Run(string program, string workingDirectory, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. args])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = workingDirectory,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
