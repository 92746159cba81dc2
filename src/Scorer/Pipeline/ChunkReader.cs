using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Groups rows into chunks.</summary>
/// <remarks>
/// Where a chunk ends depends on row numbers and texts alone: the same rows share a batch regardless of the number of threads, interruptions and
/// shards. Equal batches give equal bits, so the output is the same, too.
/// </remarks>
sealed class ChunkReader(TextRowReader rows, int batchSize, long? end)
{
    // A chunk of long texts ends early, so that the chunks in flight do not fill the memory.
    const long MaxCharacters = 1 << 20;

    /// <summary>Reads the next chunk; null at the end.</summary>
    public RowChunk? Read()
    {
        if (rows.Position.Rows % batchSize == 0 && rows.Position.Offset >= end)
        {
            return null;
        }

        var chunk = new List<TextRow>(batchSize);
        long characters = 0;
        while (rows.Read() is { } row)
        {
            chunk.Add(row);
            characters += row.Text?.Length ?? 0;
            if (row.Number % batchSize == 0 || characters >= MaxCharacters)
            {
                break;
            }
        }

        return chunk.Count == 0 ? null : new RowChunk(chunk, rows.Position);
    }
}
