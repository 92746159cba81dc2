namespace RnnToolkit.TestSupport;

/// <summary>A directory for one test, gone when it is disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("rnntoolkit-test-").FullName;

    /// <summary>The path of something inside.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file as UTF-8 without byte order mark, with the folders above it, and returns its path.</summary>
    public string Write(string relativePath, string content) => Write(relativePath, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file, with the folders above it, and returns its path.</summary>
    public string Write(string relativePath, byte[] content)
    {
        var path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
