using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Cuts rows into chunks.</summary>
/// <remarks>
/// Where a chunk ends depends on row numbers and texts alone: the same rows meet in the same batch whatever the number of threads, however
/// often a run was interrupted and however many shards there are. As equal batches give equal bits, so do all these runs.
/// </remarks>
sealed class ChunkReader(TextRowReader rows, int batchSize, long? end)
{
    // A chunk of long texts ends early, so that the chunks under way do not fill the memory.
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
