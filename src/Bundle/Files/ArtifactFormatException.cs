using System.Globalization;

namespace RnnToolkit.Bundle;

/// <summary>A file or directory that the toolkit wrote, or should have written, does not hold what it must.</summary>
public abstract class ArtifactFormatException : Exception
{
    const int MaxLength = 300;

    /// <summary>Creates the one-line message <c>path: field: found X, expected Y</c>.</summary>
    protected ArtifactFormatException(string path, string? field, string found, string expected, Exception? innerException)
        : base($"{path}: {(field is null ? "" : $"{OneLine(field)}: ")}found {OneLine(found)}, expected {OneLine(expected)}", innerException)
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

    // All three may come from the file: keep them short, on one line, and without what a terminal would act on.
    static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        var end = line.Length <= MaxLength ? line.Length : MaxLength - (char.IsHighSurrogate(line[MaxLength - 1]) ? 1 : 0);
        var shown = string.Concat(line.Take(end).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format ? '\uFFFD' : c));
        return end == line.Length ? shown : shown + "...";
    }
}
