namespace RnnToolkit.Scorer;

/// <summary>A pipe whose reader can be cancelled: a read that waits for a writer is left behind, where it hinders nobody.</summary>
sealed class CancellableInput(Stream stream, CancellationToken cancellationToken) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Task.Run(() => stream.Read(buffer, offset, count), CancellationToken.None).WaitAsync(cancellationToken).GetAwaiter().GetResult();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // The stream is not disposed: a read may still be under way, and the process owns its standard input.
}
