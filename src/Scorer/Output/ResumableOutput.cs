using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.Scorer.Output;

/// <summary>
/// A file that a later process can resume: it grows as <c>*.part</c>, and every few seconds a journal next to it records how many of its bytes
/// belong to which place of the input. A later process truncates what the journal does not cover, so no row is lost or written twice.
/// </summary>
sealed class ResumableOutput : ScoreOutput
{
    const string PartSuffix = ".part";
    const string JournalSuffix = ".journal";

    readonly string _path;
    readonly bool _gzip;
    readonly IReadOnlyDictionary<string, string> _settings;
    readonly TimeSpan _interval;
    readonly TimeProvider _time;
    readonly FileStream _part;
    readonly GzipMembers _members;
    ScoreState? _state;
    long _lastFlush;
    bool _committed;

    /// <summary>Opens a new output, or one that an earlier process left.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="gzip">Whether it is compressed.</param>
    /// <param name="settings">What must be the same as in the earlier process.</param>
    /// <param name="interval">Time between two flushes, which is how much work a kill can lose.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DatasetException">What is there was written with other settings, or is damaged.</exception>
    public ResumableOutput(string path, bool gzip, IReadOnlyDictionary<string, string> settings, TimeSpan interval, TimeProvider time)
    {
        (_path, _gzip, _settings, _interval, _time) = (Path.GetFullPath(path), gzip, settings, interval, time);
        var journal = Journal.TryRead(JournalPath);
        journal?.RequireSame(JournalPath, settings);
        if (journal is { Complete: true } && !File.Exists(PartPath) && File.Exists(_path) && new FileInfo(_path).Length == journal.OutputLength)
        {
            // Killed between the move and the removal of the journal: rename the file back and commit again.
            File.Move(_path, PartPath);
        }

        _part = new FileStream(PartPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        _members = new GzipMembers(_part);
        try
        {
            Resumed = journal?.State;
            var length = journal?.OutputLength ?? 0;
            if (_part.Length < length)
            {
                throw new DatasetException(PartPath, null, $"{_part.Length} bytes", $"{length} as {Path.GetFileName(JournalPath)} says; delete both to start over");
            }

            _part.SetLength(length);
            _part.Position = length;
            _lastFlush = time.GetTimestamp();
        }
        catch
        {
            _part.Dispose();
            throw;
        }
    }

    /// <summary>How far an earlier process came; null for a new output.</summary>
    public ScoreState? Resumed { get; }

    string PartPath => _path + PartSuffix;

    string JournalPath => _path + JournalSuffix;

    /// <summary>Refuses an output that another process is writing.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static void RequireUnused(string path)
    {
        if (File.Exists(path + PartSuffix))
        {
            new FileStream(path + PartSuffix, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }
    }

    /// <summary>Removes what an earlier process left for a later one: the output at <paramref name="path"/> is complete now.</summary>
    public static void RemoveProgress(string path)
    {
        File.Delete(path + JournalSuffix);
        File.Delete(path + JournalSuffix + Journal.TemporarySuffix);
        File.Delete(path + PartSuffix);
    }

    public override void Write(ReadOnlySpan<byte> rows, ScoreState state)
    {
        if (_gzip)
        {
            _members.Write(rows);
        }
        else
        {
            _part.Write(rows);
        }

        _state = state;
        if (_time.GetElapsedTime(_lastFlush) >= _interval)
        {
            Flush(complete: false);
        }
    }

    public override void Commit()
    {
        _state ??= Resumed;
        Flush(complete: true);
        _part.Dispose();
        AtomicOutput.MoveFile(PartPath, _path);
        _committed = true;
        RemoveProgress(_path);
    }

    public override string? Suspend()
    {
        Flush(complete: false);
        return $"kept {PartPath} and its journal: rerun the same command to resume";
    }

    public override void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            _members.Dispose();
            _part.Dispose();
        }
        catch (IOException)
        {
            // For example a full disk. The journal still matches the rows that it covers.
        }
    }

    void Flush(bool complete)
    {
        if (_state is { } state)
        {
            _members.EndMember();
            _part.Flush(flushToDisk: true);
            new Journal { Settings = _settings, State = state, OutputLength = _part.Length, Complete = complete }.Write(JournalPath);
        }

        _lastFlush = _time.GetTimestamp();
    }
}
