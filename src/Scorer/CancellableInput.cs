using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer;

/// <summary>A pipe whose reader can be cancelled: a read that waits for a writer is abandoned on its own thread.</summary>
/// <remarks>The pipe is not disposed with it: a read may still be running, and the process owns its standard input.</remarks>
sealed class CancellableInput(Stream pipe, CancellationToken cancellationToken) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        // Its own memory: an abandoned read writes to it after the caller has continued.
        var bytes = new byte[buffer.Length];
        var read = Task.Run(() => pipe.Read(bytes), CancellationToken.None).WaitAsync(cancellationToken).GetAwaiter().GetResult();
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }
}
