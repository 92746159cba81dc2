namespace RnnToolkit.Tooling;

internal static class Files
{
    public static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    public static string EmptyFolder(string path)
    {
        DeleteFolder(path);
        return Directory.CreateDirectory(path).FullName;
    }

    public static void WriteAtomically(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>An unchanged file keeps its time stamp, so that MSBuild has nothing to redo.</summary>
    public static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            WriteAtomically(path, text);
        }
    }
}
