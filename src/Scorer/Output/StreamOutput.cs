using System.IO.Compression;

namespace RnnToolkit.Scorer.Output;

/// <summary>Rows that go to a pipe, a device or a shared file, which cannot be undone.</summary>
sealed class StreamOutput(Stream stream, bool gzip) : ScoreOutput
{
    readonly Stream _content = gzip ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : stream;

    // A reader sees rows as soon as they are scored: a chunk is written in one call.
    public override void Write(ReadOnlySpan<byte> rows, ScoreState state) => _content.Write(rows);

    public override void Commit()
    {
        if (gzip)
        {
            _content.Dispose(); // the gzip trailer marks the data as complete, so only a commit writes it
        }

        stream.Flush();
    }

    public override void Dispose() => stream.Dispose();
}
