using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

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

    /// <summary>How the outputs of the last layer become the input of the head; others than <see cref="Pooling.Last"/> need rows of unknown words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Pooling Pooling { get; init; }

    /// <summary>Probability with which a component of the embedding is zeroed in training, for all tokens of a text at once; default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double EmbeddingDropout { get; init; }

    /// <summary>
    /// Whether a wide channel of n-grams (preprocessing.nGrams) is trained and joined with the recurrent one; default false. Needs rows of
    /// unknown words.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Wide { get; init; }

    /// <summary>
    /// A file of word vectors in the format of word2vec or GloVe, from which the embedding starts; null, the default, for random ones. Its
    /// vectors have <see cref="EmbeddingSize"/> numbers.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WordVectors { get; init; }

    /// <summary>The configuration of one model.</summary>
    /// <param name="kind">Its cell and layers.</param>
    /// <param name="tableSize">Rows of the embedding table.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="preprocessing">Decides whether padding is masked: where unknown words have rows of their own, id 0 is padding alone.</param>
    public ModelConfig For(ModelKind kind, int tableSize, int classes, PreprocessConfig preprocessing) => new()
    {
        Bidirectional = Bidirectional,
        Cell = kind.Cell,
        Classes = classes,
        Dropout = Dropout,
        EmbeddingDropout = EmbeddingDropout,
        EmbeddingSize = EmbeddingSize,
        HiddenSize = HiddenSize,
        Layers = kind.Layers,
        MaskPadding = preprocessing.UnknownRows > 0,
        Pooling = Pooling,
        VocabularySize = tableSize,
    };
}
