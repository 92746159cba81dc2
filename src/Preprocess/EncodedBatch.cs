namespace RnnToolkit.Preprocess;

/// <summary>Token ids of several texts, row after row.</summary>
/// <param name="batchSize">Rows, B.</param>
/// <param name="sequenceLength">Columns, T.</param>
public sealed class EncodedBatch(int batchSize, int sequenceLength)
{
    /// <summary>Rows, B.</summary>
    public int BatchSize { get; } = batchSize;

    /// <summary>Columns, T.</summary>
    public int SequenceLength { get; } = sequenceLength;

    /// <summary>The ids [B, T] in row-major order.</summary>
    public long[] Ids { get; } = new long[checked(batchSize * sequenceLength)];

    /// <summary>The ids [T] of one text.</summary>
    public Span<long> Row(int row) => Ids.AsSpan(row * SequenceLength, SequenceLength);
}
