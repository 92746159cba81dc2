using System.Numerics;
using System.Runtime.InteropServices;

namespace RnnToolkit.DataCheck.Checks;

/// <summary>
/// Finds texts that are nearly the same: sets of three successive tokens whose intersection is at least 80% of their union, and texts that are linked by such
/// pairs.
/// </summary>
/// <remarks>
/// <para>MinHash (Broder, On the resemblance and containment of documents, 1997) with banding proposes pairs, and each proposed pair is compared exactly, so that
/// hashing can miss a pair but never invents one. A pair of similarity s is proposed with probability 1 - (1 - s^4)^16: 0.9998 for s = 0.8.</para>
/// <para>The hash functions are fixed, so the result is the same every time. Within a large bucket a text is compared with at most
/// <see cref="MostComparisons"/> groups, so time grows with the number of texts even where all are alike.</para>
/// </remarks>
static class NearDuplicates
{
    /// <summary>Tokens of a shingle.</summary>
    public const int ShingleLength = 3;

    /// <summary>The fewest tokens of a text that takes part: of a shorter one, a changed word leaves too little.</summary>
    public const int FewestTokens = 10;

    /// <summary>The share of the shingles of two texts that both must have.</summary>
    public const double Similarity = 0.8;

    const int Bands = 16;
    const int Rows = 4;
    const int Hashes = Bands * Rows;
    const int MostComparisons = 4;
    const int MostOfBucket = 100;

    static readonly uint[] s_factors = Numbers(1, odd: true);
    static readonly uint[] s_offsets = Numbers(2, odd: false);

    /// <summary>The groups of linked texts, and whether no bucket was too full to compare all its texts.</summary>
    public static (IReadOnlyList<IReadOnlyList<AnalyzedText>> Groups, bool IsComplete) Find(IReadOnlyList<AnalyzedText> texts, CancellationToken cancellationToken)
    {
        // One text stands for all that have its tokens.
        var groups = texts.Where(text => text.Tokens.Length >= FewestTokens).GroupBy(text => text.TokensKey).Select(group => group.ToList()).ToList();
        var shingles = new uint[groups.Count][];
        var bands = new ulong[Bands][];
        for (var band = 0; band < Bands; band++)
        {
            bands[band] = new ulong[groups.Count];
        }

        Span<uint> signature = stackalloc uint[Hashes];
        for (var i = 0; i < groups.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shingles[i] = Shingles(groups[i][0].Tokens);
            Sign(shingles[i], signature);
            for (var band = 0; band < Bands; band++)
            {
                bands[band][i] = BandKey(signature.Slice(band * Rows, Rows));
            }
        }

        var links = new DisjointSets(groups.Count);
        var isComplete = true;
        var order = new int[groups.Count];
        foreach (var keys in bands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isComplete &= LinkBucketsOf(keys, order, shingles, links);
        }

        var linked = Enumerable.Range(0, groups.Count).GroupBy(links.RootOf).Where(set => set.Skip(1).Any())
            .Select(set => (IReadOnlyList<AnalyzedText>)[.. set.SelectMany(i => groups[i]).OrderBy(text => text.Number)]);
        return ([.. linked], isComplete);
    }

    /// <summary>The similarity of two texts: what both have of what either has.</summary>
    /// <param name="left">Distinct shingles in ascending order.</param>
    /// <param name="right">The same of the other text.</param>
    public static double SimilarityOf(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        var (i, j, both) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            both += left[i] == right[j] ? 1 : 0;
            (i, j) = left[i] == right[j] ? (i + 1, j + 1) : left[i] < right[j] ? (i + 1, j) : (i, j + 1);
        }

        return left.Length + right.Length == 0 ? 1 : (double)both / (left.Length + right.Length - both);
    }

    /// <summary>The hashes of the distinct shingles of a text, in ascending order.</summary>
    public static uint[] Shingles(ReadOnlySpan<int> tokens)
    {
        var hashes = new uint[Math.Max(0, tokens.Length - ShingleLength + 1)];
        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = 0UL;
            for (var j = 0; j < ShingleLength; j++)
            {
                hash = Mix(hash + (uint)tokens[i + j] + 1);
            }

            hashes[i] = (uint)(hash >> 32);
        }

        Array.Sort(hashes);
        var count = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (i == 0 || hashes[i] != hashes[i - 1])
            {
                hashes[count++] = hashes[i];
            }
        }

        Array.Resize(ref hashes, count);
        return hashes;
    }

    /// <summary>Links the texts of each bucket: those with the same key.</summary>
    static bool LinkBucketsOf(ulong[] keys, int[] order, uint[][] shingles, DisjointSets links)
    {
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var sorted = (ulong[])keys.Clone();
        Array.Sort(sorted, order);
        var isComplete = true;
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            if (end > start + 1)
            {
                isComplete &= LinkBucket(order.AsSpan(start, end - start), shingles, links);
            }

            start = end;
        }

        return isComplete;
    }

    static bool LinkBucket(Span<int> bucket, uint[][] shingles, DisjointSets links)
    {
        bucket.Sort();
        var leaders = new List<int>();
        foreach (var text in bucket)
        {
            var isLinked = false;
            foreach (var leader in leaders)
            {
                if (links.RootOf(leader) == links.RootOf(text))
                {
                    isLinked = true;
                    break;
                }

                if (SimilarityOf(shingles[leader], shingles[text]) >= Similarity)
                {
                    links.Join(leader, text);
                    isLinked = true;
                    break;
                }
            }

            // In a small bucket every text is compared with every group; in a large one with the first few.
            if (!isLinked && leaders.Count < (bucket.Length <= MostOfBucket ? MostOfBucket : MostComparisons))
            {
                leaders.Add(text);
            }
        }

        return bucket.Length <= MostOfBucket;
    }

    /// <summary>The smallest value of each hash function over the shingles.</summary>
    static void Sign(ReadOnlySpan<uint> shingles, Span<uint> signature)
    {
        signature.Fill(uint.MaxValue);
        var lanes = MemoryMarshal.Cast<uint, Vector<uint>>(signature);
        var factors = MemoryMarshal.Cast<uint, Vector<uint>>(s_factors.AsSpan());
        var offsets = MemoryMarshal.Cast<uint, Vector<uint>>(s_offsets.AsSpan());
        foreach (var shingle in shingles)
        {
            var value = new Vector<uint>(shingle);
            for (var i = 0; i < lanes.Length; i++)
            {
                lanes[i] = Vector.Min(lanes[i], (value * factors[i]) + offsets[i]);
            }
        }
    }

    static ulong BandKey(ReadOnlySpan<uint> rows)
    {
        var key = 0UL;
        foreach (var row in rows)
        {
            key = Mix(key + row + 1);
        }

        return key;
    }

    // The finalizer of SplitMix64: every bit of the input reaches every bit of the result.
    static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    static uint[] Numbers(ulong stream, bool odd) =>
        [.. Enumerable.Range(0, Hashes).Select(i => (uint)(Mix((stream << 32) + (uint)i) >> 32) | (odd ? 1u : 0u))];

    /// <summary>Sets that can be joined, each named by its smallest member.</summary>
    sealed class DisjointSets(int count)
    {
        readonly int[] _parents = [.. Enumerable.Range(0, count)];

        public int RootOf(int member)
        {
            while (_parents[member] != member)
            {
                member = _parents[member] = _parents[_parents[member]];
            }

            return member;
        }

        public void Join(int left, int right)
        {
            var (first, second) = (RootOf(left), RootOf(right));
            _parents[Math.Max(first, second)] = Math.Min(first, second);
        }
    }
}
