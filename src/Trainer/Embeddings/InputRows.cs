using System.Runtime.InteropServices;
using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>The input rows of the words: one a word and, where character n-grams are asked for, one for each n-gram of the vocabulary.</summary>
/// <remarks>
/// The vector of a word is the mean of its rows. Every row gets the whole change of the mean, as in word2vec and fastText, so a word moves as far as
/// it does with a single row. N-grams have rows of their own instead of hashed ones: none of them collide.
/// </remarks>
sealed class InputRows
{
    readonly int _stride;
    readonly float[] _values; // [rows, stride]
    readonly int[]? _starts; // where the n-grams of each word begin in _nGrams
    readonly int[] _nGrams = []; // rows

    /// <summary>Draws the first values, uniformly within 1 / (2 size) around 0, as word2vec does.</summary>
    /// <exception cref="InvalidDataException">The rows do not fit into an array.</exception>
    public InputRows(IReadOnlyList<string> words, int size, CharacterNGrams? nGrams, SplitMix64 random)
    {
        _stride = NegativeSampling.RoundUp(size);
        var rows = words.Count;
        if (nGrams is { } lengths)
        {
            var ids = new Dictionary<string, int>(StringComparer.Ordinal);
            var all = new List<int>();
            _starts = new int[words.Count + 1];
            foreach (var (word, text) in words.Index())
            {
                foreach (var nGram in lengths.Of(text))
                {
                    ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, nGram, out var isKnown);
                    row = isKnown ? row : words.Count + ids.Count - 1;
                    all.Add(row);
                }

                _starts[word + 1] = all.Count;
            }

            (_nGrams, rows) = ([.. all], rows + ids.Count);
        }

        if ((long)rows * _stride > Array.MaxLength)
        {
            throw new InvalidDataException(Invariant(
                $"--min-count: found {rows:N0} rows of {_stride} numbers, expected at most {Array.MaxLength:N0} numbers: keep fewer words or use a smaller --size"));
        }

        Count = rows;
        _values = new float[rows * _stride];
        for (var row = 0; row < rows; row++)
        {
            foreach (ref var value in _values.AsSpan(row * _stride, size))
            {
                value = (float)((random.NextDouble() - 0.5) / size);
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The mean of the rows of <paramref name="words"/>.</summary>
    public void Mean(ReadOnlySpan<int> words, Span<float> mean)
    {
        mean.Clear();
        var count = 0;
        foreach (var word in words)
        {
            NegativeSampling.Add(Row(word), mean);
            foreach (var row in NGrams(word))
            {
                NegativeSampling.Add(Row(row), mean);
            }

            count += 1 + NGrams(word).Length;
        }

        var share = 1f / count;
        foreach (ref var value in mean)
        {
            value *= share;
        }
    }

    /// <summary>Adds a change to every row of <paramref name="words"/>.</summary>
    public void Add(ReadOnlySpan<int> words, ReadOnlySpan<float> change)
    {
        foreach (var word in words)
        {
            NegativeSampling.Add(change, Row(word));
            foreach (var row in NGrams(word))
            {
                NegativeSampling.Add(change, Row(row));
            }
        }
    }

    Span<float> Row(int row) => _values.AsSpan(row * _stride, _stride);

    ReadOnlySpan<int> NGrams(int word) => _starts is null ? [] : _nGrams.AsSpan(_starts[word], _starts[word + 1] - _starts[word]);
}
