using System.ComponentModel;
using System.Diagnostics;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>A test in Python; runs wherever there is one with onnx and numpy, which <c>build.cs test</c> installs where it can.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    // Debian's packages belong to Debian's Python, whatever comes first on the PATH.
    static readonly string[] s_names = ["python3", "/usr/bin/python3", "python"];

    // Two imports, on a machine that may be busy.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public PythonFactAttribute()
    {
        if (Python is null)
        {
            Skip = "No Python here has the packages onnx and numpy: install them (Debian: apt-get install python3-onnx).";
        }
    }

    /// <summary>The first Python that has the packages; null when none has.</summary>
    public static string? Python { get; } = Array.Find(s_names, HasPackages);

    static bool HasPackages(string python)
    {
        var start = new ProcessStartInfo(python, ["-c", "import onnx, numpy"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            if (process.WaitForExit(s_limit))
            {
                return process.ExitCode == 0;
            }

            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}

/// <summary>As <see cref="PythonFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = new PythonFactAttribute().Skip;
}
