using System.IO.Compression;
using RnnToolkit.Bundle;

namespace RnnToolkit.Scorer.Output;

/// <summary>A file that is written under a temporary name next to it and moved when it is complete.</summary>
sealed class FileOutput : ScoreOutput
{
    readonly string _path;
    readonly string _temporary;
    readonly FileStream _file;
    readonly Stream _content;
    bool _committed;

    public FileOutput(string path, bool gzip)
    {
        _path = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(_path)!;
        ResumableOutput.RequireUnused(_path);
        _temporary = Path.Combine(directory, $".{Path.GetFileName(_path)}.{Environment.ProcessId}.tmp");
        _file = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        _content = gzip ? new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true) : _file;
    }

    public override void Write(ReadOnlySpan<byte> rows, ScoreState state) => _content.Write(rows);

    public override void Commit()
    {
        _content.Flush();
        if (_content != _file)
        {
            _content.Dispose();
        }

        _file.Dispose();
        AtomicOutput.MoveFile(_temporary, _path);
        _committed = true;
        ResumableOutput.RemoveProgress(_path);
    }

    public override void Dispose()
    {
        if (_committed)
        {
            return;
        }

        try
        {
            _content.Dispose();
            _file.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes; on a full disk that fails again, and the first failure is the one to report.
        }

        File.Delete(_temporary);
    }
}
