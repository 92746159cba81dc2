using System.Runtime.InteropServices;

namespace RnnToolkit.Trainer;

/// <summary>Keeps libtorch's helper threads from burning the machine. Must run before libtorch is loaded.</summary>
/// <remarks>
/// OpenMP's threads spin while they wait, and the BLAS starts threads of its own inside each of them. With the small matrices of
/// these models more than one thread costs more than it brings. A variable that the user has set stays as it is.
/// </remarks>
static partial class NativeThreads
{
    static readonly (string Name, string Value)[] s_defaults = [("OMP_WAIT_POLICY", "PASSIVE"), ("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1")];

    /// <summary>Sets the variables that the native libraries read when they load.</summary>
    public static void Configure()
    {
        foreach (var (name, value) in s_defaults)
        {
            if (Environment.GetEnvironmentVariable(name) is not null)
            {
                continue;
            }

            Environment.SetEnvironmentVariable(name, value);
            if (!OperatingSystem.IsWindows())
            {
                // .NET keeps its own copy of the environment; what native code reads is the C library's.
                _ = SetNativeVariable(name, value, overwrite: 0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
