namespace RnnToolkit.CommandLine;

/// <summary>A program may come to a machine that lacks what its native libraries need: libtorch, or ONNX Runtime for this platform.</summary>
static class NativeLibraryProblem
{
    /// <summary>The one line about it, or null when <paramref name="exception"/> is about something else.</summary>
    public static string? Of(Exception exception)
    {
        // A library that a static constructor loads is reported inside a TypeInitializationException.
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DllNotFoundException)
            {
                // Below the first line the loader lists every place where it looked.
                var line = cause.Message.AsSpan().Trim();
                var end = line.IndexOfAny('\r', '\n');
                return $"a native library does not load on this machine: {(end < 0 ? line : line[..end])}";
            }
        }

        return null;
    }
}
