using System.Globalization;
using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>
/// A recurrent classifier: embedding, recurrent layers, dropout, and a linear head to one logit on each direction's final state.
/// The defaults are the paper's.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>The widest embedding and the widest hidden state.</summary>
    public const int MaxWidth = 8192;

    /// <summary>The deepest stack of recurrent layers.</summary>
    public const int MaxLayers = 16;

    /// <summary>The recurrent cell of every layer.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Stacked recurrent layers, 1 to <see cref="MaxLayers"/>; default 1.</summary>
    [JsonRequired]
    public int Layers { get; init; } = 1;

    /// <summary>Rows of the embedding table: the vocabulary's tokens and row 0 for unknown and padding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width E of the embedding; default 100.</summary>
    [JsonRequired]
    public int EmbeddingSize { get; init; } = 100;

    /// <summary>Width H of the hidden state; default 50.</summary>
    [JsonRequired]
    public int HiddenSize { get; init; } = 50;

    /// <summary>Whether a second stack reads the text backwards; default false.</summary>
    [JsonRequired]
    public bool Bidirectional { get; init; }

    /// <summary>Probability with which the input of the head is dropped in training, 0 to below 1; default 0.5.</summary>
    [JsonRequired]
    public double Dropout { get; init; } = 0.5;

    /// <summary>1, or 2 when bidirectional.</summary>
    [JsonIgnore]
    public int DirectionCount => Bidirectional ? 2 : 1;

    /// <summary>Gates of the cell; its weights have as many times the hidden size as rows.</summary>
    [JsonIgnore]
    public int GateCount => Cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };

    /// <summary>Cell and layers in one word: <c>rnn1</c>, <c>lstm2</c>, ...; <c>bi</c> comes first when bidirectional.</summary>
    [JsonIgnore]
    public string ShortName => string.Create(
        CultureInfo.InvariantCulture, $"{(Bidirectional ? "bi" : "")}{Cell.ToString().ToLowerInvariant()}{Layers}");

    /// <summary>Every problem of this configuration, one line each; empty when it can be used.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(Cell))
        {
            yield return $"model.cell is {Cell}, expected rnn, lstm or gru";
        }

        if (Layers is < 1 or > MaxLayers)
        {
            yield return $"model.layers is {Layers}, expected 1 to {MaxLayers}";
        }

        if (VocabularySize is < 1 or > Preprocess.Vocabulary.MaxCount + 1)
        {
            yield return $"model.vocabularySize is {VocabularySize}, expected 1 to {Preprocess.Vocabulary.MaxCount + 1}";
        }

        if (EmbeddingSize is < 1 or > MaxWidth)
        {
            yield return $"model.embeddingSize is {EmbeddingSize}, expected 1 to {MaxWidth}";
        }

        if (HiddenSize is < 1 or > MaxWidth)
        {
            yield return $"model.hiddenSize is {HiddenSize}, expected 1 to {MaxWidth}";
        }

        if (Dropout is not (>= 0 and < 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"model.dropout is {Dropout}, expected 0 to below 1");
        }
    }

    /// <summary>
    /// Name and shape of every parameter, in the order and with the names of PyTorch's <c>state_dict</c>. This is the schema of a
    /// checkpoint's weights.
    /// </summary>
    public IEnumerable<(string Name, long[] Shape)> Parameters()
    {
        yield return (ParameterNames.Embedding, [VocabularySize, EmbeddingSize]);
        var rows = GateCount * HiddenSize;
        for (var layer = 0; layer < Layers; layer++)
        {
            var inputSize = layer == 0 ? EmbeddingSize : DirectionCount * HiddenSize;
            bool[] directions = Bidirectional ? [false, true] : [false];
            foreach (var reverse in directions)
            {
                yield return (ParameterNames.Recurrent(ParameterNames.InputWeight, layer, reverse), [rows, inputSize]);
                yield return (ParameterNames.Recurrent(ParameterNames.HiddenWeight, layer, reverse), [rows, HiddenSize]);
                yield return (ParameterNames.Recurrent(ParameterNames.InputBias, layer, reverse), [rows]);
                yield return (ParameterNames.Recurrent(ParameterNames.HiddenBias, layer, reverse), [rows]);
            }
        }

        yield return (ParameterNames.HeadWeight, [1, DirectionCount * HiddenSize]);
        yield return (ParameterNames.HeadBias, [1]);
    }
}
