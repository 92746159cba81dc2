namespace RnnToolkit.Datasets;

/// <summary>A data set is missing or invalid. The message is one line for the user.</summary>
public sealed class DatasetException : Exception
{
    const int MaxFoundLength = 200;

    /// <summary>Creates the message <c>path: where: found X, expected Y</c>.</summary>
    public DatasetException(string path, string? where, string found, string expected, Exception? innerException = null)
        : base($"{path}: {(where is null ? "" : $"{where}: ")}found {OneLine(found)}, expected {expected}", innerException)
    {
        (Path, Where, Found, Expected) = (path, where, found, expected);
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The row, column or entry inside it; null when the file as a whole is meant.</summary>
    public string? Where { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What must be there.</summary>
    public string Expected { get; }

    // What was found comes from the file: keep it short, on one line and free of terminal control codes.
    static string OneLine(string text)
    {
        var line = text.Length <= MaxFoundLength ? text : string.Concat(text.AsSpan(0, MaxFoundLength), "...");
        return string.Create(line.Length, line, static (characters, source) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
