namespace RnnToolkit.Bundle;

/// <summary>A file or directory that the toolkit wrote, or should have written, does not hold what it must.</summary>
public abstract class ArtifactFormatException : Exception
{
    /// <summary>Creates the one-line message <c>path: field: found X, expected Y</c>.</summary>
    protected ArtifactFormatException(string path, string? field, string found, string expected, Exception? innerException)
        : base($"{path}: {(field is null ? "" : $"{field}: ")}found {OneLine(found)}, expected {expected}", innerException)
    {
        (Path, Field, Found, Expected) = (path, field, found, expected);
    }

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>The field, tensor or line inside it; null when the file as a whole is meant.</summary>
    public string? Field { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What must be there.</summary>
    public string Expected { get; }

    // What was found comes from the file: keep it short and on one line.
    static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 200 ? line : string.Concat(line.AsSpan(0, 200), "...");
    }
}
