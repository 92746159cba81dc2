namespace RnnToolkit.Trainer.Embeddings;

/// <summary>Texts as the ids of their frequent words, in memory: four bytes a token.</summary>
/// <param name="Words">The words by descending frequency, then by their characters; a word's id is its place.</param>
/// <param name="Counts">How often each occurs.</param>
/// <param name="Tokens">The ids of all texts, in their order; <see cref="EndOfText"/> after each text. Rare words are left out.</param>
sealed record EmbeddingCorpus(IReadOnlyList<string> Words, IReadOnlyList<long> Counts, int[] Tokens)
{
    /// <summary>Ends a text in <see cref="Tokens"/>.</summary>
    public const int EndOfText = -1;

    /// <summary>The number of tokens in all texts that are one of the words.</summary>
    public long TokenCount => Counts.Sum();
}
