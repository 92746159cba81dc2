using System.ComponentModel;
using System.Diagnostics;

namespace RnnToolkit.WebApi.Tests;

/// <summary>A test with a disk of 64 KiB, which only the tested process sees. Needs Linux with user namespaces.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    static readonly Lazy<bool> s_works = new(Works);

    public SmallDiskFactAttribute()
    {
        if (!s_works.Value)
        {
            Skip = "This process may not mount a small disk of its own: that needs Linux with user namespaces.";
        }
    }

    /// <summary>Starts the command after it with the small disk in TMPDIR.</summary>
    public static string[] Wrapper { get; } =
    [
        "unshare", "--user", "--map-root-user", "--mount",
        "bash", "-c", "mount -t tmpfs -o size=64k tmpfs \"$TMPDIR\" && exec \"$@\"", "bash",
    ];

    static bool Works()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using var directory = new TempDirectory();
        try
        {
            using var trial = Process.Start(new ProcessStartInfo(Wrapper[0], [.. Wrapper[1..], "true"])
            {
                RedirectStandardError = true,
                Environment = { ["TMPDIR"] = directory.Path },
            })!;
            return trial.WaitForExit(TimeSpan.FromSeconds(30)) && trial.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
