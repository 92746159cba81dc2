using System.Globalization;
using RnnToolkit.DataCheck;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Data;

/// <summary>Texts as token ids, ready for batches.</summary>
sealed class EncodedDataset
{
    const int WindowBatches = 20;

    readonly int[] _ids; // [N, T]; half the memory of the int64 that the embedding wants
    readonly int[] _labels;
    readonly int[]? _lengths; // [N]; null where the padding comes first and is read

    EncodedDataset(int[] ids, int[] labels, int[]? lengths, int sequenceLength, EncodingCounts counts) =>
        (_ids, _labels, _lengths, SequenceLength, Counts) = (ids, labels, lengths, sequenceLength, counts);

    /// <summary>Texts, N.</summary>
    public int Count => _labels.Length;

    /// <summary>Ids a text, T.</summary>
    public int SequenceLength { get; }

    /// <summary>The index of each text's label.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>What the encoder made of the texts.</summary>
    public EncodingCounts Counts { get; }

    /// <summary>The tokens of each text, also those that the model does not read, and those of them that are unknown; empty where they were not counted.</summary>
    public IReadOnlyList<(int Tokens, int Unknown)> TextCounts { get; private init; } = [];

    /// <summary>Encodes labelled texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="encoder">Encodes them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="countsAll">Whether texts are read to their ends for <see cref="TextCounts"/>.</param>
    public static EncodedDataset Encode(
        IReadOnlyList<CorpusText> texts, TextEncoder encoder, CancellationToken cancellationToken, bool countsAll = false)
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
        var counts = new (int, int)[countsAll ? texts.Count : 0];
        Parallel.For(
            0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new long[length],
            (row, _, buffer) =>
            {
                encoded[row] = countsAll ? encoder.Encode(texts[row].Text, buffer, out counts[row]) : encoder.Encode(texts[row].Text, buffer);
                for (var i = 0; i < length; i++)
                {
                    ids[(row * length) + i] = (int)buffer[i];
                }

                return buffer;
            },
            _ => { });
        int[]? lengths = encoder.Config.UnknownRows > 0 ? [.. encoded.Select(text => text.TokenCount)] : null;
        return new EncodedDataset(ids, [.. texts.Select(text => text.Label)], lengths, length, EncodingCounts.Of(encoded)) { TextCounts = counts };
    }

    /// <summary>How often each id occurs.</summary>
    /// <param name="tableSize">Above every id.</param>
    public long[] Occurrences(int tableSize)
    {
        var counts = new long[tableSize];
        foreach (var id in _ids)
        {
            counts[id]++;
        }

        return counts;
    }

    /// <summary>How many batches <see cref="Batches"/> gives.</summary>
    public int BatchCount(int batchSize) => (int)(((long)Count + batchSize - 1) / batchSize);

    /// <summary>The texts in their order, in batches; the last one may be smaller.</summary>
    /// <param name="batchSize">Texts a batch.</param>
    /// <param name="byLength">Whether texts whose padding is not read come in the order of their lengths, which saves padding.</param>
    public IEnumerable<Batch> Batches(int batchSize, bool byLength = false)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        if (byLength)
        {
            SortByLength(order);
        }

        return Split(order, batchSize).Select(MakeBatch);
    }

    /// <summary>The texts of an epoch in batches, in an order that follows from the seed.</summary>
    /// <param name="batchSize">Texts a batch.</param>
    /// <param name="seed">Seeds the order.</param>
    /// <param name="similarLengths">Whether a batch holds texts of similar lengths.</param>
    /// <param name="firstBatch">How many batches are left out at the start.</param>
    public (IEnumerable<Batch> Batches, int SkippedTexts) Shuffled(int batchSize, ulong seed, bool similarLengths = false, int firstBatch = 0)
    {
        var random = new SplitMix64(seed);
        var order = Enumerable.Range(0, Count).ToArray();
        random.Shuffle<int>(order);
        if (!similarLengths)
        {
            return Rest(Split(order, batchSize));
        }

        var window = (int)Math.Min((long)WindowBatches * batchSize, Math.Max(Count, 1));
        for (var start = 0; start < order.Length; start += window)
        {
            SortByLength(order.AsSpan(start, Math.Min(window, order.Length - start)));
        }

        var batches = Split(order, batchSize).ToArray();
        random.Shuffle<ReadOnlyMemory<int>>(batches);
        return Rest(batches);

        (IEnumerable<Batch>, int) Rest(IEnumerable<ReadOnlyMemory<int>> all)
        {
            var rows = all.ToList();
            return (rows.Skip(firstBatch).Select(MakeBatch), rows.Take(firstBatch).Sum(batch => batch.Length));
        }
    }

    static IEnumerable<ReadOnlyMemory<int>> Split(int[] order, int batchSize)
    {
        for (var start = 0; start < order.Length; start += batchSize)
        {
            yield return order.AsMemory(start, Math.Min(batchSize, order.Length - start));
        }
    }

    void SortByLength(Span<int> rows)
    {
        // The place is part of the key: texts of one length keep their order, and no sorting algorithm decides.
        var keys = new long[rows.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)LengthOf(rows[i]) << 32) | (uint)i;
        }

        keys.AsSpan().Sort(rows);
    }

    int LengthOf(int row) => _lengths is null ? SequenceLength : Math.Max(1, _lengths[row]);

    Batch MakeBatch(ReadOnlyMemory<int> rows)
    {
        // Padding that is not read is left out.
        var length = 1;
        foreach (var row in rows.Span)
        {
            length = Math.Max(length, LengthOf(row));
        }

        var ids = new long[rows.Length * length];
        var labels = new int[rows.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var source = _ids.AsSpan(rows.Span[i] * SequenceLength, length);
            for (var t = 0; t < source.Length; t++)
            {
                ids[(i * length) + t] = source[t];
            }

            labels[i] = _labels[rows.Span[i]];
        }

        return new Batch(rows, ids, labels, length);
    }
}
