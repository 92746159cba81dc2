using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference.Internals;

/// <summary>Which texts run together, and over how many time steps: padding on the left can be skipped, and padding on the right left away.</summary>
/// <param name="sequenceLength">Ids per text, S.</param>
/// <param name="padding">Where texts are padded.</param>
/// <param name="width">Lengths of rows are multiples of it, or S; 0 when all rows have S ids.</param>
/// <param name="batchCost">What a time step costs in addition to its rows, in rows.</param>
sealed class LengthBuckets(int sequenceLength, PaddingSide padding, int width, int batchCost)
{
    /// <summary>
    /// What a time step costs on a processor in addition to its rows. Small, because a row of recurrent layers is much work: texts of unlike length
    /// are better off in two batches than padded to one.
    /// </summary>
    public const int ProcessorBatchCost = 4;

    /// <summary>What it costs on a GPU, where the steps wait for each other and rows come nearly for free.</summary>
    public const int GpuBatchCost = 1024;

    public int Width => width;

    /// <summary>The length T of rows that hold texts of <paramref name="tokenCount"/> tokens.</summary>
    public int LengthOf(int tokenCount)
    {
        // On the left, the number of skipped steps takes the place of an id of padding, so there must be one. On the right, a text without
        // tokens still has one step.
        var needed = padding is PaddingSide.Left ? tokenCount + 1 : Math.Max(tokenCount, 1);
        var length = width == 0 ? sequenceLength : (((long)needed + width - 1) / width) * width;
        return (int)Math.Min(length, sequenceLength);
    }

    /// <summary>The next shorter length of rows; 0 when there is none.</summary>
    public int LengthBelow(int length) => width == 0 ? 0 : (length - 1) / width * width;

    /// <summary>Writes the row [T] of a text whose ids [S] hold S - T of padding, or more.</summary>
    public void WriteRow(ReadOnlySpan<long> ids, Span<long> row)
    {
        if (padding is PaddingSide.Right)
        {
            ids[..row.Length].CopyTo(row);
            return;
        }

        var skipped = sequenceLength - row.Length;
        ids[skipped..].CopyTo(row);
        if (skipped > 0)
        {
            row[0] = -skipped;
        }
    }

    /// <summary>
    /// How many texts the next batch takes: as many as may be, or fewer where those are so much shorter that leaving the longer ones
    /// to a batch of their own saves more steps than a batch costs.
    /// </summary>
    /// <param name="lengths">The lengths T of the texts that wait, in ascending order.</param>
    /// <param name="maxBatchSize">The most that one batch takes.</param>
    public int TakeBatch(ReadOnlySpan<int> lengths, int maxBatchSize)
    {
        var rows = Math.Min(lengths.Length, maxBatchSize);
        while (true)
        {
            var (best, bestGain) = (rows, 0L);
            for (var fewer = rows - 1; fewer > 0; fewer--)
            {
                var (shorter, longer) = (lengths[fewer - 1], lengths[rows - 1]);
                var gain = ((long)(longer - shorter) * fewer) - ((long)shorter * batchCost);
                if (gain > bestGain)
                {
                    (best, bestGain) = (fewer, gain);
                }
            }

            if (best == rows)
            {
                return rows;
            }

            rows = best;
        }
    }
}
