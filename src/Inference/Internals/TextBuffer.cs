using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>Memory for texts that were encoded and wait for their batches.</summary>
/// <param name="capacity">Texts.</param>
/// <param name="sequenceLength">Ids of a text, S.</param>
sealed class TextBuffer(int capacity, int sequenceLength)
{
    readonly long[] _ids = GC.AllocateUninitializedArray<long>(checked(capacity * sequenceLength));
    readonly EncodedText[] _encoded = new EncodedText[capacity];
    readonly long[] _keys = new long[capacity];
    readonly int[] _lengths = new int[capacity];
    readonly int[] _order = new int[capacity];

    public int Capacity => capacity;

    /// <summary>What the encoder saw in each text.</summary>
    public Span<EncodedText> Encoded => _encoded;

    /// <summary>After <see cref="Sort"/>: ids T of the rows that the texts need, ascending.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>After <see cref="Sort"/>: the texts that the lengths belong to. Texts of one length stay in their order.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The ids [S] of a text.</summary>
    public Span<long> Ids(int text) => _ids.AsSpan(text * sequenceLength, sequenceLength);

    /// <summary>Puts the first <paramref name="count"/> texts into the order of their lengths.</summary>
    public void Sort(int count, LengthBuckets buckets)
    {
        for (var text = 0; text < count; text++)
        {
            _keys[text] = ((long)buckets.LengthOf(_encoded[text].TokenCount) << 32) | (uint)text;
        }

        Array.Sort(_keys, 0, count);
        for (var i = 0; i < count; i++)
        {
            (_lengths[i], _order[i]) = ((int)(_keys[i] >> 32), (int)_keys[i]);
        }
    }
}
