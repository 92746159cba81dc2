using System.Collections.Concurrent;

namespace RnnToolkit.Inference.Internals;

/// <summary>Buffers that are free: never more than the peak number of concurrent calls. Thread-safe.</summary>
sealed class BufferPool(ModelShape shape) : IDisposable
{
    // Single texts and lists have separate buffers, so that a buffer is mostly reused for the number of rows it already has.
    readonly ConcurrentBag<BatchBuffer> _single = [];
    readonly ConcurrentBag<BatchBuffer> _batch = [];
    readonly ConcurrentBag<TextBuffer> _singleText = [];
    readonly ConcurrentBag<TextBuffer> _texts = [];

    /// <summary>A buffer whose tensors have <paramref name="rows"/> rows of <paramref name="length"/> ids and room for <paramref name="nGrams"/> n-grams.</summary>
    public Lease<BatchBuffer> RentBatch(int rows, int length, int nGrams)
    {
        var free = rows == 1 ? _single : _batch;
        if (!free.TryTake(out var buffer) || buffer.Capacity < rows)
        {
            buffer?.Dispose();
            buffer = new BatchBuffer(rows, shape);
        }

        buffer.SetShape(rows, length, nGrams);
        return new(buffer, free);
    }

    /// <summary>A buffer with room for <paramref name="count"/> texts.</summary>
    public Lease<TextBuffer> RentTexts(int count)
    {
        var free = count == 1 ? _singleText : _texts;
        return new(free.TryTake(out var buffer) && buffer.Capacity >= count ? buffer : new TextBuffer(count, shape), free);
    }

    public void Dispose()
    {
        foreach (var buffer in _single.Concat(_batch))
        {
            buffer.Dispose();
        }
    }

    /// <summary>A rented buffer, which is returned when disposed.</summary>
    internal readonly ref struct Lease<T>(T buffer, ConcurrentBag<T> free)
    {
        public T Buffer => buffer;

        public void Dispose() => free.Add(buffer);
    }
}
