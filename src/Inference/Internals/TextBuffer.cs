using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>Memory for texts that were encoded and wait for their batches.</summary>
/// <param name="capacity">Texts.</param>
/// <param name="shape">The sizes that follow from the model.</param>
sealed class TextBuffer(int capacity, ModelShape shape)
{
    // A text that is much longer than others leaves its memory to be collected, so that the pool does not keep it for ever.
    const int MaxKeptNGrams = 1 << 14;

    const int MaxBatchNGrams = 1 << 20; // 8 MiB

    readonly long[] _ids = GC.AllocateUninitializedArray<long>(checked(capacity * shape.SequenceLength));
    readonly NGramIds[] _nGrams = new NGramIds[shape.HasNGrams ? capacity : 0];
    readonly EncodedText[] _encoded = new EncodedText[capacity];
    readonly long[] _keys = new long[capacity];
    readonly int[] _lengths = new int[capacity];
    readonly int[] _order = new int[capacity];

    public int Capacity => capacity;

    /// <summary>After <see cref="Sort"/>: ids T of the rows that the texts need, ascending.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>After <see cref="Sort"/>: the texts that the lengths belong to. Texts of one length stay in their order.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>What the encoder saw in a text.</summary>
    public EncodedText Encoded(int text) => _encoded[text];

    /// <summary>The ids [S] of a text.</summary>
    public ReadOnlySpan<long> Ids(int text) => _ids.AsSpan(text * shape.SequenceLength, shape.SequenceLength);

    /// <summary>The n-grams of a text; none without a wide channel.</summary>
    public ReadOnlySpan<int> NGrams(int text) => shape.HasNGrams ? _nGrams[text].Values : [];

    /// <summary>Encodes a text.</summary>
    public EncodedText Encode(int text, TextEncoder encoder, ReadOnlySpan<char> raw)
    {
        var ids = _ids.AsSpan(text * shape.SequenceLength, shape.SequenceLength);
        if (!shape.HasNGrams)
        {
            return _encoded[text] = encoder.Encode(raw, ids);
        }

        ref var nGrams = ref _nGrams[text];
        nGrams = nGrams is null || nGrams.Values.Length > MaxKeptNGrams ? new NGramIds() : nGrams;
        return _encoded[text] = encoder.Encode(raw, ids, nGrams);
    }

    /// <summary>How many of the texts that come next in the order fit into one batch, at least one: a long text must not make many long rows.</summary>
    public int LimitNGrams(int first, int rows)
    {
        var widest = 0;
        for (var i = 0; shape.HasNGrams && i < rows; i++)
        {
            widest = Math.Max(widest, NGrams(_order[first + i]).Length);
            if (i > 0 && (long)widest * (i + 1) > MaxBatchNGrams)
            {
                return i;
            }
        }

        return rows;
    }

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
