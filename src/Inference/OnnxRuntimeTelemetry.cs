using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RnnToolkit.Inference;

/// <summary>
/// Turns off the telemetry of ONNX Runtime. Loading a <see cref="TextClassifier"/> does it; call <see cref="TurnOff"/> only where an app
/// uses ONNX Runtime itself before that.
/// </summary>
/// <remarks>
/// <para>From release 1.29 on, ONNX Runtime for Linux and macOS reads the machine's id, writes a cache below the home directory, looks up
/// a host and sends events; where there is no <c>/bin/sh</c> this ends the process. It decides when its native library is loaded, so
/// nothing of the app may use ONNX Runtime before. On Windows it gives events to the operating system.</para>
/// <para>An app that wants the telemetry sets the variable itself, in the environment of the process or in its first line:
/// <c>Environment.SetEnvironmentVariable(OnnxRuntimeTelemetry.Variable, "0");</c></para>
/// </remarks>
public static partial class OnnxRuntimeTelemetry
{
    /// <summary>The environment variable that ONNX Runtime reads; a value that the app or its environment has set is left alone.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    static readonly Lock s_lock = new();
    static bool s_isDone;

    /// <summary>Turns the telemetry off, unless <see cref="Variable"/> is set. Further calls do nothing.</summary>
    public static void TurnOff()
    {
        lock (s_lock)
        {
            if (s_isDone)
            {
                return;
            }

            s_isDone = true;
            var value = Environment.GetEnvironmentVariable(Variable);
            if (!OperatingSystem.IsWindows())
            {
                // Not Environment.SetEnvironmentVariable: there .NET changes a copy of its own, which native code does not see.
                _ = SetNativeVariable(Variable, value ?? "1", overwrite: 1);
            }
            else if (value is null)
            {
                OrtEnv.Instance().DisableTelemetryEvents(); // the variable means nothing there
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
