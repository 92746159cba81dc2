using System.Diagnostics;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>Runs programs as a user does: each in a process of its own.</summary>
static class ProgramRunner
{
    // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/System.Private.CoreLib.dll
    static readonly string s_dotnetFolder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    // Far more than the longest of these programs takes on a busy machine: a test that hangs must fail, and say which program it was.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs one of the toolkit's programs as this build made it.</summary>
    public static Task<ProgramResult> Run(string program, string workingDirectory, params string[] args) =>
        RunFile("dotnet", workingDirectory, [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. args]);

    /// <summary>Runs any program.</summary>
    public static async Task<ProgramResult> RunFile(string file, string workingDirectory, params string[] args)
    {
        var start = new ProcessStartInfo(file, args)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = workingDirectory,
        };
        // An installed tool starts by itself and looks for .NET in the usual places, where these tests' may not be.
        start.Environment["DOTNET_ROOT"] = s_dotnetFolder;
        // A compiler or build server that stays would keep the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', args)}: no end after {s_limit.TotalMinutes} minutes");
        }
    }
}
