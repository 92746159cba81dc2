namespace RnnToolkit.Bundle;

/// <summary>
/// An output that is being written under a temporary name. <see cref="PublishFile"/> or <see cref="PublishDirectory"/> gives it its own
/// name; disposing it before that deletes it and keeps the older output. Two living writers of one output do not touch each other's
/// files; the last one to publish wins.
/// </summary>
sealed class PendingOutput : IDisposable
{
    const int Attempts = 16;

    readonly FileSteps _steps;
    readonly PendingNames _names;
    readonly FileStream _lock;
    bool _settled;

    /// <summary>Cleans up after dead writers, and takes a temporary name.</summary>
    public PendingOutput(string path, FileSteps steps)
    {
        _steps = steps;
        var output = LinkTargets.Follow(path);
        steps.CreateDirectories(Path.GetDirectoryName(output)!);
        AtomicOutput.RemoveLeftovers(output, steps);
        (_names, _lock) = Claim(output);
    }

    /// <summary>The temporary path, where nothing exists at first.</summary>
    public string Temporary => _names.Temporary;

    string Output => _names.Output;

    /// <summary>Cleans up the names of a dead writer.</summary>
    /// <returns>False when the writer lives.</returns>
    public static bool SettleDead(PendingNames names, FileSteps steps)
    {
        using (var claim = names.TryClaim())
        {
            if (claim is null)
            {
                return false;
            }

            names.Settle(steps);
        }

        names.Forget(steps);
        return true;
    }

    /// <summary>Gives the temporary file the output's name, replacing an older file. On return it is on the disk.</summary>
    public void PublishFile()
    {
        _steps.SyncFile(Temporary);
        _steps.ReplaceFile(Temporary, Output);
        _steps.SyncDirectory(_names.Folder);
        Dispose();
    }

    /// <summary>Gives the temporary directory the output's name, replacing an older directory. On return it is on the disk.</summary>
    public void PublishDirectory()
    {
        _steps.SyncTree(Temporary);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                TakeName();
                break;
            }
            catch (IOException) when (attempt < Attempts && Directory.Exists(Temporary))
            {
                // Another writer of this output came between two steps: look again.
            }
        }

        _steps.SyncDirectory(_names.Folder);
        Dispose();
    }

    /// <summary>Deletes what was not published, and what publishing left.</summary>
    public void Dispose()
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        try
        {
            _names.Settle(_steps);
        }
        finally
        {
            _lock.Dispose();
        }

        _names.Forget(_steps);
    }

    void TakeName()
    {
        if (Directory.Exists(Output))
        {
            if (_steps.TryExchange(Temporary, Output))
            {
                return;
            }

            _names.DiscardSetAside(_steps); // by an attempt before this one
            _steps.MoveDirectory(Output, _names.SetAside);
        }

        _steps.MoveDirectory(Temporary, Output);
    }

    (PendingNames Names, FileStream Lock) Claim(string output)
    {
        for (var attempt = 1; ; attempt++)
        {
            var names = PendingNames.New(output);
            try
            {
                var stream = _steps.CreateFile(names.Lock);
                if (File.Exists(names.Lock))
                {
                    return (names, stream);
                }

                stream.Dispose(); // another writer found it before it was locked, and deleted it
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another writer found it before it was locked, and locked it.
            }
        }
    }
}
