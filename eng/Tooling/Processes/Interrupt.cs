using System.Runtime.InteropServices;

namespace RnnToolkit.Tooling.Processes;

/// <summary>Turns Ctrl+C and SIGTERM into a cancellation token, so that no child process is left behind.</summary>
internal static class Interrupt
{
    static readonly CancellationTokenSource s_source = new();
    static readonly List<PosixSignalRegistration> s_registrations = [];

    public static CancellationToken Token => s_source.Token;

    public static void Listen()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            s_registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                s_source.Cancel();
            }));
        }
    }
}
