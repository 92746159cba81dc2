using System.Collections.Concurrent;

namespace RnnToolkit.Inference.Internals;

/// <summary>Buffers that are free. There are never more than calls ran at once. Thread-safe.</summary>
sealed class BatchBufferPool(int sequenceLength) : IDisposable
{
    // Single texts and lists apart, so that a buffer mostly meets the number of rows that it already has.
    readonly ConcurrentBag<BatchBuffer> _single = [];
    readonly ConcurrentBag<BatchBuffer> _batch = [];

    /// <summary>A buffer whose tensors have <paramref name="rows"/> rows.</summary>
    public Lease Rent(int rows)
    {
        var free = rows == 1 ? _single : _batch;
        if (!free.TryTake(out var buffer) || buffer.Capacity < rows)
        {
            buffer?.Dispose();
            buffer = new BatchBuffer(rows, sequenceLength);
        }

        buffer.SetRows(rows);
        return new Lease(buffer, free);
    }

    public void Dispose()
    {
        foreach (var buffer in _single.Concat(_batch))
        {
            buffer.Dispose();
        }
    }

    /// <summary>A rented buffer; goes back when disposed.</summary>
    internal readonly ref struct Lease(BatchBuffer buffer, ConcurrentBag<BatchBuffer> free)
    {
        public BatchBuffer Buffer => buffer;

        public void Dispose() => free.Add(buffer);
    }
}
