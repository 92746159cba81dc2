using System.Diagnostics;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>
/// Tokens cut into chunks of a few characters, each chunk a number, as a trie: looking a token up is one look-up of numbers a chunk,
/// which a graph can do, and it is exact, however long the token is.
/// </summary>
/// <remarks>
/// A node is a number from 1 on; 0 is where no token of the trie leads. The key of a step is
/// <c>node * ChunkBase + number of the chunk</c>, with node 0 before the first chunk.
/// </remarks>
sealed class TokenTrie
{
    /// <summary>Chunks are at least that long, unless the tokens have thousands of millions of characters.</summary>
    public const int ShortestChunk = 5;

    const int LongestChunk = 12;

    readonly List<Dictionary<long, long>> _steps = [];
    readonly List<long> _values = [0];

    /// <summary>Builds the trie.</summary>
    /// <param name="alphabet">The characters of the tokens.</param>
    /// <param name="entries">Tokens, each once, and the value of each.</param>
    public TokenTrie(Alphabet alphabet, IReadOnlyCollection<KeyValuePair<string, long>> entries)
    {
        // There are at most as many nodes as characters, so that many keys times the numbers of a chunk must fit.
        var nodes = entries.Sum(entry => (long)entry.Key.Length) + 1;
        ChunkLength = Enumerable.Range(1, LongestChunk).Last(length => (Int128)nodes * PowerOf(alphabet.Base, length) <= long.MaxValue);
        ChunkBase = alphabet.Power(ChunkLength);
        foreach (var (token, value) in entries)
        {
            _values[(int)Insert(alphabet, token)] = value;
        }
    }

    /// <summary>Characters of a chunk; the last one of a token may have fewer.</summary>
    public int ChunkLength { get; }

    /// <summary>Above the number of every chunk.</summary>
    public long ChunkBase { get; }

    /// <summary>For each chunk of a token, from the first on, the keys that lead to a node.</summary>
    public IReadOnlyList<IReadOnlyDictionary<long, long>> Steps => _steps;

    /// <summary>The value of each node; 0 where no token ends.</summary>
    public IReadOnlyList<long> Values => _values;

    /// <summary>The node at the end of a token, made if need be.</summary>
    long Insert(Alphabet alphabet, string token)
    {
        Debug.Assert(alphabet.Spells(token), "A character outside the alphabet would be the number of another token.");
        var (node, depth) = (0L, 0);
        for (var start = 0; start < token.Length; start += ChunkLength, depth++)
        {
            if (depth == _steps.Count)
            {
                _steps.Add([]);
            }

            var chunk = token.AsSpan(start, Math.Min(ChunkLength, token.Length - start));
            var key = (node * ChunkBase) + alphabet.NumberOf(chunk);
            if (!_steps[depth].TryGetValue(key, out node))
            {
                node = _values.Count;
                _values.Add(0);
                _steps[depth].Add(key, node);
            }
        }

        return node;
    }

    static Int128 PowerOf(long number, int exponent) => Enumerable.Repeat((Int128)number, exponent).Aggregate((Int128)1, (product, factor) => product * factor);
}
