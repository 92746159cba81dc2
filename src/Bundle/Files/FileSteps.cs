namespace RnnToolkit.Bundle;

/// <summary>
/// Every change that writing an output makes to the file system, one step each. A test counts the steps and stops after any of them,
/// as a killed process does.
/// </summary>
class FileSteps
{
    /// <summary>The steps on the file system of this machine.</summary>
    public static FileSteps Real { get; } = new();

    /// <summary>Creates a directory with those above it, and writes the new entries to the disk.</summary>
    public void CreateDirectories(string path)
    {
        var missing = new Stack<string>();
        for (var current = path; current is not null && !Directory.Exists(current); current = Path.GetDirectoryName(current))
        {
            missing.Push(current);
        }

        while (missing.TryPop(out var directory))
        {
            CreateDirectory(directory);
            SyncDirectory(Path.GetDirectoryName(directory)!);
        }
    }

    public void CreateDirectory(string path) => Take($"create {path}", () => Directory.CreateDirectory(path));

    /// <summary>Creates a file that nobody else can open while the stream is open.</summary>
    /// <exception cref="IOException">It already exists, or another process locked it first.</exception>
    public FileStream CreateFile(string path)
    {
        FileStream? stream = null;
        try
        {
            Take($"create {path}", () => stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        }
        catch
        {
            stream?.Dispose();
            throw;
        }

        return stream!;
    }

    /// <summary>Writes the content of a file to the disk.</summary>
    public void SyncFile(string path) => Take($"sync {path}", () => FlushFile(path));

    /// <summary>Writes the entries of a directory to the disk.</summary>
    public void SyncDirectory(string path) => Take($"sync {path}", () => FlushDirectory(path));

    /// <summary>Writes every file and directory in a directory to the disk, and the directory itself.</summary>
    public void SyncTree(string path)
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            SyncFile(file);
        }

        foreach (var directory in Directory.EnumerateDirectories(path))
        {
            SyncTree(directory);
        }

        SyncDirectory(path);
    }

    /// <summary>Renames a directory; the new name must be free.</summary>
    public void MoveDirectory(string from, string to) => Take($"move {from} to {to}", () => Directory.Move(from, to));

    /// <summary>Renames a file, in place of one that has the new name.</summary>
    public void ReplaceFile(string from, string to) => Take($"move {from} to {to}", () => File.Move(from, to, overwrite: true));

    /// <summary>Exchanges two directories in one step; false where the platform cannot.</summary>
    public bool TryExchange(string left, string right)
    {
        var exchanged = false;
        Take($"exchange {left} and {right}", () => exchanged = Exchange(left, right));
        return exchanged;
    }

    public void DeleteFile(string path) => Take($"delete {path}", () => File.Delete(path));

    /// <summary>Deletes a directory with its contents; does nothing when there is none.</summary>
    public void DeleteTree(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null })
            {
                DeleteTree(entry.FullName);
            }
            else
            {
                Take($"delete {entry.FullName}", entry.Delete); // deletes a link to a directory, not its target
            }
        }

        Take($"delete {path}", () => Directory.Delete(path));
    }

    /// <summary>Takes one step.</summary>
    /// <param name="step">What it does, for the test that stops after it.</param>
    /// <param name="action">Does it.</param>
    protected virtual void Take(string step, Action action) => action();

    protected virtual bool Exchange(string left, string right) => NativeFiles.TryExchange(left, right);

    protected virtual void FlushFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(file);
    }

    protected virtual void FlushDirectory(string path) => NativeFiles.SyncDirectory(path);
}
