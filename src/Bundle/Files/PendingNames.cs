namespace RnnToolkit.Bundle;

/// <summary>The temporary names that one writer of an output uses next to the output, and how to clean them up.</summary>
/// <remarks>
/// <para>For an output <c>best</c> and a random id:</para>
/// <list type="bullet">
/// <item><c>.best.1f2e3d4c.tmp</c> is what the writer writes.</item>
/// <item><c>.best.1f2e3d4c.tmp.lock</c> is open and locked for as long as the writer lives; the operating system unlocks it when the
/// writer dies, however it dies. It is created before everything else with this id, and deleted after it.</item>
/// <item><c>.best.1f2e3d4c.tmp.old</c> is the older output while the new one takes its name, where the platform cannot exchange two
/// directories in one step. It is always complete.</item>
/// </list>
/// <para>An id whose lock is free belongs to a dead writer, and anybody may settle it: what was set aside gets the output's name back
/// when nothing else has it, and the rest is deleted. Process ids play no part: in a container every process may have the same.</para>
/// </remarks>
/// <param name="Output">The full path of the output.</param>
/// <param name="Id">Lower-case letters and digits.</param>
sealed record PendingNames(string Output, string Id)
{
    const string TemporarySuffix = ".tmp";
    const string SetAsideSuffix = TemporarySuffix + ".old";
    const string LockSuffix = TemporarySuffix + ".lock";

    /// <summary>The directory of the output.</summary>
    public string Folder => Path.GetDirectoryName(Output)!;

    /// <summary>What is being written.</summary>
    public string Temporary => Name(TemporarySuffix);

    /// <summary>The older output, set aside.</summary>
    public string SetAside => Name(SetAsideSuffix);

    /// <summary>The lock file, which shows whether the writer still runs.</summary>
    public string Lock => Name(LockSuffix);

    /// <summary>New, unused names.</summary>
    public static PendingNames New(string output) => new(output, Guid.NewGuid().ToString("N")[..8]);

    /// <summary>The names in use next to an output; those with the newest directory set aside come first.</summary>
    public static IReadOnlyList<PendingNames> Find(string output)
    {
        var folder = Path.GetDirectoryName(output)!;
        var prefix = $".{Path.GetFileName(output)}.";
        var entries = Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [];
        return
        [
            .. entries.Select(entry => IdOf(Path.GetFileName(entry), prefix)).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(id => new PendingNames(output, id))
                .OrderByDescending(names => Directory.GetLastWriteTimeUtc(names.SetAside)), // the year 1601 where there is none
        ];
    }

    /// <summary>Locks the names of a dead writer; null when the writer lives, or cannot be told from a living one.</summary>
    public IDisposable? TryClaim()
    {
        try
        {
            return new FileStream(Lock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            return Stream.Null; // of an older release, or the lock was all that a dead writer lacked
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives the output its name back when it was set aside, and deletes the rest. The caller holds the lock, or just released it.</summary>
    public void Settle(FileSteps steps)
    {
        while (Directory.Exists(SetAside) && !Path.Exists(Output))
        {
            try
            {
                steps.MoveDirectory(SetAside, Output);
            }
            catch (IOException) when (Path.Exists(Output) || !Directory.Exists(SetAside))
            {
                // Somebody else was faster.
            }
        }

        TryDelete(() =>
        {
            if (Path.Exists(Temporary) || Directory.Exists(SetAside))
            {
                steps.SyncDirectory(Folder); // either may be the older output: what replaced it must be on the disk first
            }

            DiscardSetAside(steps);
            if (Directory.Exists(Temporary))
            {
                steps.DeleteTree(Temporary);
            }
            else if (File.Exists(Temporary))
            {
                steps.DeleteFile(Temporary);
            }
        });
    }

    /// <summary>Deletes the lock when it is the last that is left.</summary>
    public void Forget(FileSteps steps) => TryDelete(() =>
    {
        if (File.Exists(Lock) && !Path.Exists(Temporary) && !Path.Exists(SetAside))
        {
            steps.DeleteFile(Lock);
        }
    });

    /// <summary>Deletes what was set aside, under another name: under its own it must be complete at every moment.</summary>
    public void DiscardSetAside(FileSteps steps)
    {
        if (Directory.Exists(SetAside))
        {
            var discarded = New(Output).Temporary;
            steps.MoveDirectory(SetAside, discarded);
            TryDelete(() => steps.DeleteTree(discarded));
        }
    }

    // The next writer deletes what cannot be deleted now because another process reads or deletes it.
    static void TryDelete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    string Name(string suffix) => Path.Combine(Folder, $".{Path.GetFileName(Output)}.{Id}{suffix}");

    static string? IdOf(string entry, string prefix)
    {
        var suffix = new[] { TemporarySuffix, SetAsideSuffix, LockSuffix }.FirstOrDefault(suffix => entry.EndsWith(suffix, StringComparison.Ordinal));
        var length = entry.Length - prefix.Length - (suffix?.Length ?? 0);
        return suffix is not null && length > 0 && entry.StartsWith(prefix, StringComparison.Ordinal)
            && entry.Substring(prefix.Length, length) is var id && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : null;
    }
}
