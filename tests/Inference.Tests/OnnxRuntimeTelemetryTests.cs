using System.Diagnostics;
using System.Runtime.InteropServices;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Inference.Tests;

/// <summary>
/// ONNX Runtime must stay quiet; eng/check-quiet.sh proves more of it and needs root. Turning the telemetry on is not tested: it would
/// send something.
/// </summary>
public sealed class OnnxRuntimeTelemetryTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void Load_Bundle_TurnsTheTelemetryOffWhereNativeCodeLooks()
    {
        Assert.NotNull(fixture.Classifier);

        var expected = Environment.GetEnvironmentVariable(OnnxRuntimeTelemetry.Variable) ?? "1";
        Assert.True(OperatingSystem.IsWindows() || Marshal.PtrToStringUTF8(GetNativeVariable(OnnxRuntimeTelemetry.Variable)) == expected);
    }

    [Fact]
    public async Task App_ThatScores_WritesNothingBelowTheHomeDirectory()
    {
        using var home = new TempDirectory();
        var program = Path.Combine(RepositoryFolder.Path, "artifacts", "bin", "TrimmedApp", Configuration, "RnnToolkit.TrimmedApp.dll");
        var start = new ProcessStartInfo("dotnet", [program, fixture.BundlePath, "good film"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = home.Path;
        foreach (var name in new[] { OnnxRuntimeTelemetry.Variable, "ORT_RUNNING_UNIT_TESTS", "CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD" })
        {
            start.Environment.Remove(name); // as on a user's machine: ONNX Runtime knows some build servers
        }

        using var app = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            var (output, error) = (app.StandardOutput.ReadToEndAsync(limit.Token), app.StandardError.ReadToEndAsync(limit.Token));
            await app.WaitForExitAsync(limit.Token);

            Assert.Equal((0, ""), (app.ExitCode, await error));
            Assert.Matches("^(negative|positive) 0[.][0-9]{6}\n$", (await output).ReplaceLineEndings("\n"));
            Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
        }
        finally
        {
            app.Kill(entireProcessTree: true);
        }
    }

    static string Configuration => Path.GetFileName(Path.GetDirectoryName(typeof(OnnxRuntimeTelemetryTests).Assembly.Location))!;

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint GetNativeVariable(string name);
}
