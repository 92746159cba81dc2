using Microsoft.Win32.SafeHandles;

namespace RnnToolkit.Scorer;

/// <summary>The bytes of standard input and output, which a test replaces.</summary>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="OpenOutput">Opens standard output.</param>
sealed record StandardStreams(Func<Stream> OpenInput, Func<Stream> OpenOutput)
{
    public static StandardStreams OfProcess { get; } = new(Console.OpenStandardInput, OpenStandardOutput);

    // On a broken pipe the console's own stream discards what it is given; a file stream throws, and the work can end. But a file stream keeps
    // a position of its own, so in a file that several processes share, as after `done > all.csv`, each would start at the same place.
    static Stream OpenStandardOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 1);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
