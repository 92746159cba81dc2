using System.Globalization;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts as token ids, ready for batches.</summary>
sealed class EncodedDataset
{
    readonly int[] _ids; // [N, T]; half the memory of the int64 that the embedding wants
    readonly int[] _labels;

    EncodedDataset(int[] ids, int[] labels, int sequenceLength, EncodingCounts counts) =>
        (_ids, _labels, SequenceLength, Counts) = (ids, labels, sequenceLength, counts);

    /// <summary>Texts, N.</summary>
    public int Count => _labels.Length;

    /// <summary>Ids a text, T.</summary>
    public int SequenceLength { get; }

    /// <summary>The index of each text's label.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>What the encoder made of the texts.</summary>
    public EncodingCounts Counts { get; }

    /// <summary>Encodes labelled texts.</summary>
    public static EncodedDataset Encode(IReadOnlyList<CorpusText> texts, TextEncoder encoder, CancellationToken cancellationToken)
    {
        var length = encoder.SequenceLength;
        if ((long)texts.Count * length > Array.MaxLength)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"found {texts.Count} texts of {length} tokens each (preprocessing.sequenceLength), expected at most {Array.MaxLength} tokens in all"));
        }

        var ids = new int[texts.Count * length];
        var encoded = new EncodedText[texts.Count];
        Parallel.For(
            0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new long[length],
            (row, _, buffer) =>
            {
                encoded[row] = encoder.Encode(texts[row].Text, buffer);
                for (var i = 0; i < length; i++)
                {
                    ids[(row * length) + i] = (int)buffer[i];
                }

                return buffer;
            },
            _ => { });
        return new EncodedDataset(ids, [.. texts.Select(text => text.Label)], length, EncodingCounts.Of(encoded));
    }

    /// <summary>How many batches <see cref="Batches"/> gives.</summary>
    public int BatchCount(int batchSize) => (int)(((long)Count + batchSize - 1) / batchSize);

    /// <summary>How many texts are in the first batches.</summary>
    public int TextsIn(int batchSize, int batches) => (int)Math.Min((long)batches * batchSize, Count);

    /// <summary>The texts in batches; the last one may be smaller.</summary>
    /// <param name="batchSize">Texts a batch.</param>
    /// <param name="shuffleSeed">Seeds the order; null keeps the order of the data set.</param>
    /// <param name="firstBatch">How many batches are left out at the start.</param>
    public IEnumerable<Batch> Batches(int batchSize, ulong? shuffleSeed = null, int firstBatch = 0)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        if (shuffleSeed is { } seed)
        {
            new SplitMix64(seed).Shuffle<int>(order);
        }

        for (var start = TextsIn(batchSize, firstBatch); start < order.Length; start += batchSize)
        {
            yield return MakeBatch(order.AsSpan(start, Math.Min(batchSize, order.Length - start)));
        }
    }

    Batch MakeBatch(ReadOnlySpan<int> rows)
    {
        var ids = new long[rows.Length * SequenceLength];
        var labels = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var source = _ids.AsSpan(rows[i] * SequenceLength, SequenceLength);
            for (var t = 0; t < source.Length; t++)
            {
                ids[(i * SequenceLength) + t] = source[t];
            }

            labels[i] = _labels[rows[i]];
        }

        return new Batch(ids, labels, SequenceLength);
    }
}
