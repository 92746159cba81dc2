using System.Diagnostics;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>Runs programs as a user does: each in a process of its own.</summary>
static class ProgramRunner
{
    // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/System.Private.CoreLib.dll
    static readonly string s_dotnetFolder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>Runs one of the toolkit's programs as this build made it.</summary>
    public static Task<(int ExitCode, string Output, string Error)> Run(string program, string workingDirectory, params string[] args) =>
        RunFile("dotnet", workingDirectory, [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. args]);

    /// <summary>Runs any program.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunFile(string file, string workingDirectory, params string[] args)
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
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
