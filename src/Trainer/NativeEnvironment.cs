using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RnnToolkit.Trainer;

/// <summary>Sets the variables that libtorch's own libraries read when they load. Must run before libtorch is loaded.</summary>
/// <remarks>
/// OpenMP's threads spin while they wait, and the BLAS starts more threads inside each of them; with the small matrices of these models,
/// more than one thread costs more than it gains. OpenBLAS chooses its kernels by the processor's model and falls back to twenty-year-old
/// ones for processors newer than itself, so the instruction set is set explicitly. Variables that the user has set are kept.
/// </remarks>
static partial class NativeEnvironment
{
    /// <summary>Sets the variables that the user has not set.</summary>
    public static void Configure()
    {
        SetDefault("OMP_WAIT_POLICY", "PASSIVE");
        SetDefault("OMP_NUM_THREADS", "1");
        SetDefault("OPENBLAS_NUM_THREADS", "1");
        if (Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported)
        {
            SetDefault("OPENBLAS_CORETYPE", "SkylakeX");
        }
        else if (Avx2.IsSupported && Fma.IsSupported)
        {
            SetDefault("OPENBLAS_CORETYPE", "Haswell"); // the name for every processor with AVX2
        }
    }

    static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null)
        {
            return;
        }

#pragma warning disable RS0030 // the C library's copy is set below
        Environment.SetEnvironmentVariable(name, value);
#pragma warning restore RS0030
        if (!OperatingSystem.IsWindows())
        {
            // .NET keeps its own copy of the environment; what native code reads is the C library's.
            _ = SetNativeVariable(name, value, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
