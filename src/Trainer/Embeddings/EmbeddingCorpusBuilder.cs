using System.Runtime.InteropServices;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>Collects texts in one pass: the ids are provisional until all texts are counted.</summary>
sealed class EmbeddingCorpusBuilder(Tokenizer tokenizer)
{
    const int MaxTokens = 1 << 30;

    readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    readonly List<string> _words = [];
    readonly List<long> _counts = [];
    readonly List<int> _tokens = [];

    /// <summary>Adds a text.</summary>
    /// <exception cref="InvalidDataException">There are more tokens than memory is planned for.</exception>
    public void Add(ReadOnlySpan<char> text)
    {
        var ids = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var token in tokenizer.Enumerate(text))
        {
            ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, token, out var isKnown);
            if (!isKnown)
            {
                id = _words.Count;
                _words.Add(token.ToString());
                _counts.Add(0);
            }

            _counts[id]++;
            _tokens.Add(id);
        }

        _tokens.Add(EmbeddingCorpus.EndOfText);
        if (_tokens.Count > MaxTokens)
        {
            throw new InvalidDataException(Invariant($"--data: found more than {MaxTokens:N0} tokens, expected fewer: train on a part of the texts"));
        }
    }

    /// <summary>Leaves out words with fewer than <paramref name="minCount"/> occurrences, and orders the others. The builder is empty after it.</summary>
    public EmbeddingCorpus Build(int minCount)
    {
        int[] kept =
        [
            .. Enumerable.Range(0, _words.Count)
                .Where(id => _counts[id] >= minCount)
                .OrderByDescending(id => _counts[id])
                .ThenBy(id => _words[id], StringComparer.Ordinal),
        ];
        const int Rare = -2;
        var newIds = new int[_words.Count];
        Array.Fill(newIds, Rare);
        foreach (var (id, old) in kept.Index())
        {
            newIds[old] = id;
        }

        var tokens = CollectionsMarshal.AsSpan(_tokens);
        var count = 0;
        foreach (var old in tokens)
        {
            var id = old == EmbeddingCorpus.EndOfText ? old : newIds[old];
            if (id != Rare)
            {
                tokens[count++] = id; // never after the token that is read
            }
        }

        var corpus = new EmbeddingCorpus([.. kept.Select(id => _words[id])], [.. kept.Select(id => _counts[id])], tokens[..count].ToArray());
        _ids.Clear();
        _words.Clear();
        _counts.Clear();
        _tokens.Clear();
        return corpus;
    }
}
