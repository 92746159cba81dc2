namespace RnnToolkit.Trainer.Embeddings;

/// <summary>What predicts what in the training of word vectors (Mikolov et al. 2013).</summary>
enum EmbeddingMode
{
    /// <summary>A word predicts each of its neighbours.</summary>
    SkipGram,

    /// <summary>The mean of the neighbours predicts the word (continuous bag of words).</summary>
    Cbow,
}
