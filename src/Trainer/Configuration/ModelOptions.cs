using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>The architecture that the models of a run share; cell and layers follow from each model's name. The defaults are the paper's.</summary>
public sealed record ModelOptions
{
    /// <summary>Width of the embedding; default 100.</summary>
    public int EmbeddingSize { get; init; } = 100;

    /// <summary>Width of the hidden state; default 50.</summary>
    public int HiddenSize { get; init; } = 50;

    /// <summary>Whether a second stack reads the text backwards; default false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>Probability with which dropout zeroes each input of the head in training; default 0.5.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>The configuration of one model.</summary>
    public ModelConfig For(ModelKind kind, int vocabularySize) => new()
    {
        Bidirectional = Bidirectional,
        Cell = kind.Cell,
        Dropout = Dropout,
        EmbeddingSize = EmbeddingSize,
        HiddenSize = HiddenSize,
        Layers = kind.Layers,
        VocabularySize = vocabularySize,
    };
}
