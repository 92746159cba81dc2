using System.Runtime.InteropServices;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Wide;

/// <summary>The distinct n-grams of texts, one after the other in one array: as fingerprints first, then as columns of a table.</summary>
sealed class NGramRows
{
    readonly int[] _values;
    readonly int[] _starts; // of each row, and the end of the last one

    NGramRows(int[] values, int[] starts) => (_values, _starts) = (values, starts);

    /// <summary>Texts.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>N-grams of all texts.</summary>
    public int ValueCount => _values.Length;

    /// <summary>The n-grams of a text, ascending.</summary>
    public ReadOnlySpan<int> this[int row] => _values.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>Rows from arrays, one for each text.</summary>
    public static NGramRows From(IReadOnlyList<int[]> rows)
    {
        var starts = new int[rows.Count + 1];
        for (var row = 0; row < rows.Count; row++)
        {
            starts[row + 1] = checked(starts[row] + rows[row].Length);
        }

        var values = new int[starts[^1]];
        for (var row = 0; row < rows.Count; row++)
        {
            rows[row].CopyTo(values, starts[row]);
        }

        return new NGramRows(values, starts);
    }

    /// <summary>The fingerprints of texts.</summary>
    /// <exception cref="InvalidDataException">They are more than an array holds.</exception>
    public static NGramRows Extract(IReadOnlyList<string> texts, Tokenizer tokenizer, NGramConfig config, CancellationToken cancellationToken)
    {
        var rows = new int[texts.Count][];
        Parallel.For(
            0, texts.Count, new ParallelOptions { CancellationToken = cancellationToken }, () => new NGramExtractor(tokenizer, config),
            (row, _, extractor) =>
            {
                rows[row] = MemoryMarshal.Cast<uint, int>(extractor.Extract(texts[row])).ToArray(); // below 2^31
                return extractor;
            },
            _ => { });
        if (rows.Sum(row => (long)row.Length) > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"found {rows.Sum(row => (long)row.Length)} n-grams in {texts.Count} texts, expected at most {Array.MaxLength}; "
                + "lower preprocessing.nGrams.maxTokens, or switch model.wide off");
        }

        return From(rows);
    }

    /// <summary>
    /// The distinct values that occur in at least <paramref name="minRows"/> rows, ascending; of more than <paramref name="maxCount"/> those in
    /// the most rows, and of equally frequent ones the smaller.
    /// </summary>
    public int[] Frequent(int minRows, int maxCount)
    {
        var sorted = _values.AsSpan().ToArray();
        Array.Sort(sorted);
        var (values, counts) = (new List<int>(), new List<int>());
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            if (end - start >= minRows)
            {
                values.Add(sorted[start]);
                counts.Add(end - start);
            }

            start = end;
        }

        if (values.Count <= maxCount)
        {
            return [.. values];
        }

        int[] kept = [.. Enumerable.Range(0, values.Count).OrderByDescending(i => counts[i]).Take(maxCount).Select(i => values[i])]; // a stable order
        Array.Sort(kept);
        return kept;
    }

    /// <summary>Every row, with each fingerprint as its column in a table; those that are not in the table are left out.</summary>
    public NGramRows ColumnsIn(NGramTable table)
    {
        var columns = new int[_values.Length];
        Parallel.For(0, Count, row =>
        {
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
            {
                columns[i] = table.IdOf((uint)_values[i]) - 1;
            }
        });
        var starts = new int[_starts.Length];
        var kept = 0;
        for (var row = 0; row < Count; row++)
        {
            for (var i = _starts[row]; i < _starts[row + 1]; i++)
            {
                if (columns[i] >= 0)
                {
                    columns[kept++] = columns[i];
                }
            }

            starts[row + 1] = kept;
        }

        Array.Resize(ref columns, kept);
        return new NGramRows(columns, starts);
    }

    /// <summary>Some rows, with each column mapped by <paramref name="map"/>; a column that it maps to less than 0 is left out.</summary>
    /// <param name="rows">Which rows, in which order.</param>
    /// <param name="map">Ascending where it is not negative, so that rows stay ascending.</param>
    public NGramRows Select(int[] rows, int[] map)
    {
        var starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            var kept = 0;
            foreach (var column in this[rows[i]])
            {
                kept += map[column] >= 0 ? 1 : 0;
            }

            starts[i + 1] = starts[i] + kept;
        }

        var values = new int[starts[^1]];
        var next = 0;
        foreach (var row in rows)
        {
            foreach (var column in this[row])
            {
                if (map[column] is >= 0 and var mapped)
                {
                    values[next++] = mapped;
                }
            }
        }

        return new NGramRows(values, starts);
    }
}
