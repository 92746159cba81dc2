using RnnToolkit.Kernels;

namespace RnnToolkit.Inference.Internals;

/// <summary>
/// What the first layer makes of each word, W x + b: two thirds of the arithmetic of the paper's models, and the same whenever the word occurs. Rows are
/// added when a word first occurs, until the memory is used up. Reading takes no lock.
/// </summary>
/// <param name="words">Rows of the embedding table.</param>
/// <param name="columns">Numbers of a row.</param>
/// <param name="slack">Numbers that a kernel may read beyond a row.</param>
/// <param name="maxBytes">The most memory.</param>
sealed unsafe class WordTable(int words, int columns, int slack, long maxBytes)
{
    const int SlabBytes = 1 << 20;

    readonly Lock _lock = new();
    readonly List<AlignedBuffer> _slabs = [];

    // Addresses of rows; 0 for words without one. None where they alone would take the memory.
    readonly nint[] _rows = (long)words * sizeof(nint) <= maxBytes ? new nint[words] : [];
    readonly int _slabRows = Math.Max(1, SlabBytes / (columns * sizeof(float)));
    long _bytes = (long)words * sizeof(nint);
    int _free;

    /// <summary>The row of a word; null when it has none.</summary>
    public float* Find(int word) => word < _rows.Length ? (float*)Volatile.Read(ref _rows[word]) : null;

    /// <summary>Remembers a row, unless the memory is used up.</summary>
    public void Add(int word, float* row)
    {
        lock (_lock)
        {
            if (word >= _rows.Length || _rows[word] != 0 || (_free == 0 && !AddSlab()))
            {
                return;
            }

            var target = _slabs[^1].Start + ((nint)(_slabRows - _free) * columns);
            new ReadOnlySpan<float>(row, columns).CopyTo(new Span<float>(target, columns));
            _free--;
            Volatile.Write(ref _rows[word], (nint)target); // after its numbers
        }
    }

    bool AddSlab()
    {
        var length = ((long)_slabRows * columns) + slack;
        if (_bytes + (length * sizeof(float)) > maxBytes)
        {
            return false;
        }

        _slabs.Add(new AlignedBuffer(length));
        _bytes += length * sizeof(float);
        _free = _slabRows;
        return true;
    }
}
