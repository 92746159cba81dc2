using RnnToolkit.Datasets;

namespace RnnToolkit.Scorer.Output;

/// <summary>
/// A file that another run can go on with: it grows as <c>*.part</c>, and every few seconds a journal beside it tells how much of it belongs to
/// which place of the input. A later run cuts off what the journal does not vouch for, so no row is lost and none comes twice.
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

    /// <summary>Opens a new output, or one that an earlier run left.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="gzip">Whether it is compressed.</param>
    /// <param name="settings">What an earlier run must have had in common.</param>
    /// <param name="interval">Time between two flushes, which is the work that a kill can cost.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="DatasetException">What is there belongs to another run, or is damaged.</exception>
    public ResumableOutput(string path, bool gzip, IReadOnlyDictionary<string, string> settings, TimeSpan interval, TimeProvider time)
    {
        (_path, _gzip, _settings, _interval, _time) = (Path.GetFullPath(path), gzip, settings, interval, time);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var journal = Journal.TryRead(JournalPath);
        journal?.RequireSame(JournalPath, settings);
        if (journal is { Complete: true } && !File.Exists(PartPath) && File.Exists(_path))
        {
            // Killed between the move and the removal of the journal: give the name back, and commit again.
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

    /// <summary>How far an earlier run came; null for a new one.</summary>
    public ScoreState? Resumed { get; }

    string PartPath => _path + PartSuffix;

    string JournalPath => _path + JournalSuffix;

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
        File.Move(PartPath, _path, overwrite: true);
        _committed = true;
        File.Delete(JournalPath);
    }

    public override string? Suspend()
    {
        Flush(complete: false);
        return $"kept {PartPath} and its journal: the same command goes on from there";
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
            // The disk is full, say. The journal still fits the rows that it vouches for.
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
