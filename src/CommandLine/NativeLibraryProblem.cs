namespace RnnToolkit.CommandLine;

/// <summary>A machine may lack what the programs' native libraries need: libtorch, or ONNX Runtime for this platform.</summary>
static class NativeLibraryProblem
{
    const string TorchSharp = "TorchSharp";

    /// <summary>The one line about it, or null when <paramref name="exception"/> is about something else.</summary>
    public static string? Of(Exception exception)
    {
        // A library that a static constructor loads is reported inside a TypeInitializationException.
        var typeName = "";
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is DllNotFoundException || (cause is NotSupportedException && (IsTorchSharps(typeName) || cause.Source == TorchSharp)))
            {
                // Below the first line the loader lists every place where it looked.
                var line = cause.Message.AsSpan().Trim();
                var end = line.IndexOfAny('\r', '\n');
                return $"a native library does not load on this machine: {(end < 0 ? line : line[..end])}";
            }

            typeName = (cause as TypeInitializationException)?.TypeName ?? typeName;
        }

        return null;
    }

    // TorchSharp's own loader throws a NotSupportedException where .NET's throws a DllNotFoundException.
    static bool IsTorchSharps(string typeName) => typeName.StartsWith(TorchSharp + ".", StringComparison.Ordinal);
}
