namespace RnnToolkit.Bundle;

/// <summary>
/// Writes files and directories so that a reader sees either the older or the newer one, complete, whenever the writer dies. When a
/// method returns, the output is on the disk: it survives a killed process and a power cut. Symbolic links are followed.
/// </summary>
/// <remarks>
/// A new file replaces an older one in one step on every platform. So does a directory on Linux and macOS, where the file
/// system can exchange two directories. Elsewhere the older directory has another name for a moment; if the writer dies in that
/// moment, <see cref="Recover(string)"/> and every later write find it, see <see cref="PendingNames"/>.
/// </remarks>
public static class AtomicOutput
{
    const int RecoverAttempts = 100;
    static readonly TimeSpan s_recoverPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes a file. When <paramref name="write"/> throws, nothing is left and an older file stays as it was.</summary>
    public static void WriteFile(string path, Action<Stream> write) => WriteFile(path, write, FileSteps.Real);

    /// <summary>Gives a complete file its final name, replacing an older file. It is on the disk when this returns.</summary>
    /// <param name="temporary">The file, in the same directory and closed by its writer.</param>
    /// <param name="path">Its final name.</param>
    public static void MoveFile(string temporary, string path)
    {
        FileSteps.Real.SyncFile(temporary);
        FileSteps.Real.ReplaceFile(temporary, path);
        FileSteps.Real.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Writes a directory, replacing an older one. When <paramref name="write"/> throws, the older one stays as it was.</summary>
    /// <param name="path">The directory to make.</param>
    /// <param name="write">Receives the path of the temporary directory to fill.</param>
    public static void WriteDirectory(string path, Action<string> write) => WriteDirectory(path, write, FileSteps.Real);

    /// <summary>
    /// Finds a directory that <see cref="WriteDirectory(string, Action{string})"/> wrote. If a killed writer had set it aside, this
    /// renames it back. Readers call this first.
    /// </summary>
    /// <returns>
    /// <paramref name="path"/>, or where the directory is when it cannot be renamed: this process lacks the permission, or a living writer is
    /// suspended halfway.
    /// </returns>
    public static string Recover(string path) => Recover(path, FileSteps.Real);

    /// <summary>Whether there is such a directory, after <see cref="Recover(string)"/>.</summary>
    public static bool DirectoryExists(string path) => Directory.Exists(Recover(path));

    /// <summary>
    /// Removes what killed writers of an output left next to it; what living writers use stays. Every write does so first: this is for
    /// outputs that are not written again.
    /// </summary>
    public static void RemoveLeftovers(string path) => RemoveLeftovers(path, FileSteps.Real);

    internal static void RemoveLeftovers(string path, FileSteps steps)
    {
        foreach (var leftover in PendingNames.Find(LinkTargets.Follow(path)))
        {
            PendingOutput.SettleDead(leftover, steps);
        }
    }

    internal static void WriteFile(string path, Action<Stream> write, FileSteps steps)
    {
        using var pending = new PendingOutput(path, steps);
        using (var stream = steps.CreateFile(pending.Temporary))
        {
            write(stream);
        }

        pending.PublishFile();
    }

    internal static void WriteDirectory(string path, Action<string> write, FileSteps steps)
    {
        using var pending = new PendingOutput(path, steps);
        steps.CreateDirectory(pending.Temporary);
        write(pending.Temporary);
        pending.PublishDirectory();
    }

    internal static string Recover(string path, FileSteps steps)
    {
        var output = LinkTargets.Follow(path);
        for (var attempt = 1; !Path.Exists(output); attempt++)
        {
            var newest = PendingNames.Find(output).FirstOrDefault(names => Directory.Exists(names.SetAside));
            if (newest is null)
            {
                break; // there is none, or a living writer has just put it in place
            }

            if (TrySettle(newest, steps))
            {
                continue;
            }

            if (attempt == RecoverAttempts)
            {
                return newest.SetAside;
            }

            Thread.Sleep(s_recoverPause); // a living writer needs milliseconds
        }

        return path;
    }

    static bool TrySettle(PendingNames names, FileSteps steps)
    {
        try
        {
            return PendingOutput.SettleDead(names, steps);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
