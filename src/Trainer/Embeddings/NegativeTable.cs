using RnnToolkit.Trainer.Randomness;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>Draws words in proportion to count^0.75, each in constant time and with eight bytes of memory a word.</summary>
/// <remarks>Walker's alias method, built as in Vose, "A linear algorithm for generating random numbers with a given distribution", 1991.</remarks>
sealed class NegativeTable
{
    const double Power = 0.75; // Mikolov et al. 2013, section 2.2

    readonly Entry[] _entries;

    public NegativeTable(IReadOnlyList<long> counts)
    {
        var weights = counts.Select(count => Math.Pow(count, Power)).ToArray();
        var mean = weights.Sum() / weights.Length;
        var shares = weights.Select(weight => weight / mean).ToArray(); // 1 on average
        _entries = new Entry[shares.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < shares.Length; i++)
        {
            (shares[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Peek());
            _entries[less] = new Entry((uint)(shares[less] * uint.MaxValue), more);
            shares[more] -= 1 - shares[less];
            if (shares[more] < 1)
            {
                small.Push(large.Pop());
            }
        }

        // What is left has a share of 1, up to rounding.
        foreach (var i in small.Concat(large))
        {
            _entries[i] = new Entry(uint.MaxValue, i);
        }
    }

    /// <summary>Draws a word.</summary>
    public int Draw(SplitMix64 random)
    {
        var bits = random.Next();
        var slot = (int)(((bits >> 32) * (ulong)_entries.Length) >> 32);
        var entry = _entries[slot];
        return (uint)bits <= entry.Threshold ? slot : entry.Alias;
    }

    readonly record struct Entry(uint Threshold, int Alias);
}
