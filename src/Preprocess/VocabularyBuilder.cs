using System.Runtime.InteropServices;

namespace RnnToolkit.Preprocess;

/// <summary>Counts the tokens of the training texts and orders them: by descending frequency, then by their characters.</summary>
public sealed class VocabularyBuilder(Tokenizer tokenizer)
{
    readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts every token of <paramref name="text"/>.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var token in tokenizer.Enumerate(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
        }
    }

    /// <summary>Builds the vocabulary.</summary>
    /// <param name="maxTokens">Keeps at most so many tokens, the most frequent ones; null keeps all.</param>
    /// <param name="minCount">How often a token must occur to be kept.</param>
    public Vocabulary Build(int? maxTokens = null, int minCount = 1) => Build(_counts, maxTokens, minCount);

    /// <summary>Builds the vocabulary of tokens that were counted elsewhere.</summary>
    /// <param name="counts">How often each token occurs.</param>
    /// <param name="maxTokens">Keeps at most so many tokens, the most frequent ones; null keeps all.</param>
    /// <param name="minCount">How often a token must occur to be kept.</param>
    public static Vocabulary Build(IEnumerable<KeyValuePair<string, int>> counts, int? maxTokens, int minCount) => new(
        counts
            .Where(entry => entry.Value >= minCount)
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(maxTokens ?? int.MaxValue)
            .Select(entry => entry.Key));
}
