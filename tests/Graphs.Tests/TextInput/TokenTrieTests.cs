using RnnToolkit.Graphs.TextInput;

namespace RnnToolkit.Graphs.Tests.TextInput;

public class TokenTrieTests
{
    static readonly Alphabet s_alphabet = new("abc");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Walk_RandomTokens_FindsWhatADictionaryFinds(int seed)
    {
        var random = new Random(seed);
        var entries = Enumerable.Range(1, 300).Select(_ => RandomToken(random)).Distinct().Select((token, i) => KeyValuePair.Create(token, i + 1L)).ToDictionary();
        var trie = new TokenTrie(s_alphabet, entries);

        Assert.All(entries, entry => Assert.Equal(entry.Value, Walk(trie, entry.Key)));
        for (var i = 0; i < 1000; i++)
        {
            var token = RandomToken(random);
            Assert.Equal(entries.GetValueOrDefault(token), Walk(trie, token));
        }
    }

    [Fact]
    public void Keys_LargestVocabulary_FitInAnInt64()
    {
        // A million tokens over the characters of a text in which case matters.
        var alphabet = new Alphabet("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        var entries = Enumerable.Range(0, 1_000_000).ToDictionary(i => FormattableString.Invariant($"{i:D7}ZZZZZZZZZ"), i => 1L + i);

        var trie = new TokenTrie(alphabet, entries);

        Assert.All(trie.Steps, step => Assert.All(step.Keys, key => Assert.InRange(key, 1, long.MaxValue)));
        Assert.InRange(trie.ChunkLength, TokenTrie.ShortestChunk, 12);
        Assert.Equal(1_000_000, Walk(trie, "0999999ZZZZZZZZZ", alphabet));
    }

    [Fact]
    public void NumberOf_WordsOfEveryLength_AreDifferentNumbers()
    {
        string[] words = ["a", "b", "c", "aa", "ab", "ba", "aaa", "aab", "abc", "cba", "ccc", "aaaa"];

        Assert.Equal(words.Length, words.Select(word => s_alphabet.NumberOf(word)).Distinct().Count());
    }

    static long Walk(TokenTrie trie, string token) => Walk(trie, token, s_alphabet);

    /// <summary>What the nodes of the graph do.</summary>
    static long Walk(TokenTrie trie, string token, Alphabet alphabet)
    {
        var (node, depth) = (0L, 0);
        foreach (var chunk in token.Chunk(trie.ChunkLength))
        {
            node = depth < trie.Steps.Count ? trie.Steps[depth].GetValueOrDefault((node * trie.ChunkBase) + alphabet.NumberOf(chunk)) : 0;
            depth++;
        }

        return trie.Values[(int)node];
    }

    // Short ones are often equal, long ones often share their beginning.
    static string RandomToken(Random random) => random.Next(2) == 0
        ? string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (char)('a' + random.Next(3))))
        : new string('a', random.Next(40)) + (char)('a' + random.Next(3));
}
