namespace RnnToolkit.Scorer.Tests;

/// <summary>A pipe that never ends, and does something once it has given enough.</summary>
sealed class EndlessLines(long afterBytes, Action action) : Stream
{
    static readonly byte[] s_line = "good film, awful plot\n"u8.ToArray();
    long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        for (var i = 0; i < count; i++)
        {
            buffer[offset + i] = s_line[(int)(_given++ % s_line.Length)];
        }

        if (_given >= afterBytes && _given - count < afterBytes)
        {
            action();
        }

        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
