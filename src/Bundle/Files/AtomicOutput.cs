namespace RnnToolkit.Bundle;

/// <summary>Writes files and directories under a temporary name first, so that a reader never sees half of one.</summary>
public static class AtomicOutput
{
    /// <summary>Writes a file. When <paramref name="write"/> throws, nothing is left behind and an older file stays as it was.</summary>
    public static void WriteFile(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a directory, replacing an older one. When <paramref name="write"/> throws, the older one stays as it was.</summary>
    /// <param name="path">The directory to make.</param>
    /// <param name="write">Receives the path of the temporary directory to fill.</param>
    public static void WriteDirectory(string path, Action<string> write)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryName(path);
        var old = temporary + ".old";
        RemoveLeftovers(path, temporary, old);
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            if (Directory.Exists(path))
            {
                Directory.Move(path, old);
            }

            Directory.Move(temporary, path);
        }
        catch
        {
            if (Directory.Exists(old) && !Directory.Exists(path))
            {
                Directory.Move(old, path);
            }

            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            throw;
        }

        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>
    /// Puts away what a process with the same id left when it was killed; in a container every process may have the same. What it had
    /// set aside gets its name back where nothing else has that by now.
    /// </summary>
    static void RemoveLeftovers(string path, string temporary, string old)
    {
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        if (Directory.Exists(old) && Directory.Exists(path))
        {
            Directory.Delete(old, recursive: true);
        }
        else if (Directory.Exists(old))
        {
            Directory.Move(old, path);
        }
    }

    // The same directory, so that the move is a rename; the process id, so that two writers do not meet.
    static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
}
