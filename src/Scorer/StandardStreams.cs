using Microsoft.Win32.SafeHandles;

namespace RnnToolkit.Scorer;

/// <summary>The bytes of standard input and output, which a test replaces.</summary>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="OpenOutput">Opens standard output.</param>
/// <param name="ErrorIsTerminal">Whether standard error is a terminal, where progress may rewrite its line.</param>
sealed record StandardStreams(Func<Stream> OpenInput, Func<Stream> OpenOutput, bool ErrorIsTerminal)
{
    public static StandardStreams OfProcess { get; } = new(Console.OpenStandardInput, OpenStandardOutput, !Console.IsErrorRedirected);

    // The console's own stream goes on silently when the reader of a pipe has left; a file stream says so, and the work can end.
    static Stream OpenStandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 1);
}
