namespace RnnToolkit.Datasets.Rows;

/// <summary>The share of bad rows in a file, by count and by bytes: a quote that is never closed makes one bad row of many megabytes.</summary>
public static class ErrorRate
{
    /// <summary>Checks that few enough rows are bad.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="badRows">Bad rows and their bytes.</param>
    /// <param name="rows">All rows and their bytes.</param>
    /// <param name="accepted">The accepted share, 0 to 1.</param>
    /// <exception cref="DatasetException">More are bad.</exception>
    public static void Require(string path, (long Count, long Bytes) badRows, (long Count, long Bytes) rows, double accepted)
    {
        Require(badRows.Count, rows.Count, Invariant($"{badRows.Count} bad rows of {rows.Count}"));
        Require(badRows.Bytes, rows.Bytes, Invariant($"{badRows.Bytes} bytes in bad rows of {rows.Bytes}"));

        void Require(long bad, long all, string found)
        {
            var rate = all == 0 ? 0 : (double)bad / all;
            if (rate > accepted)
            {
                throw new DatasetException(path, null, Invariant($"{found}, a rate of {rate:R}"), Invariant($"at most {accepted:R} (--max-error-rate)"));
            }
        }
    }
}
