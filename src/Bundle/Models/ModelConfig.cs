using System.Globalization;
using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>
/// A recurrent classifier: embedding, recurrent layers, pooling over the tokens, dropout, and a linear head; beside it a wide channel
/// of n-grams, if there is one. The defaults are the paper's.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>The widest embedding and the widest hidden state.</summary>
    public const int MaxWidth = 8192;

    /// <summary>The deepest stack of recurrent layers.</summary>
    public const int MaxLayers = 16;

    /// <summary>The most classes.</summary>
    public const int MaxClasses = 1000;

    /// <summary>The most n-grams of a wide channel: their ids have to be exact in float32.</summary>
    public const int MaxWideSize = (1 << 24) - 1;

    const int TwoClasses = 2;

    /// <summary>The recurrent cell of every layer.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Stacked recurrent layers, 1 to <see cref="MaxLayers"/>; default 1.</summary>
    [JsonRequired]
    public int Layers { get; init; } = 1;

    /// <summary>
    /// Rows of the embedding table: row 0 for padding, the vocabulary's tokens, and the rows of unknown words. Without rows of their own
    /// (<see cref="Preprocess.PreprocessConfig"/>) unknown words share row 0 with the padding.
    /// </summary>
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

    /// <summary>Classes, 2 to <see cref="MaxClasses"/>; default 2.</summary>
    [JsonIgnore]
    public int Classes { get; init; } = TwoClasses;

    /// <summary><see cref="Classes"/> as JSON has it: two classes are not mentioned.</summary>
    [JsonInclude]
    [JsonPropertyName("classes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal int? MoreClasses
    {
        get => Classes == TwoClasses ? null : Classes;
        init => Classes = value ?? TwoClasses;
    }

    /// <summary>How the outputs of the last layer become the input of the head; default <see cref="Pooling.Last"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Pooling Pooling { get; init; }

    /// <summary>
    /// Whether the layers and the pooling read the tokens of a text alone, so that padding changes nothing; default false, the paper's
    /// way: padding is read like a token.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MaskPadding { get; init; }

    /// <summary>Probability with which a component of the embedding is dropped in training, for all tokens of a text at once; 0 to below 1, default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double EmbeddingDropout { get; init; }

    /// <summary>N-grams of the wide channel, 0 to <see cref="MaxWideSize"/>; 0, the default, for a model without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WideSize { get; init; }

    /// <summary>1, or 2 when bidirectional.</summary>
    [JsonIgnore]
    public int DirectionCount => Bidirectional ? 2 : 1;

    /// <summary>Logits K of a text: one for two classes, one a class for more.</summary>
    [JsonIgnore]
    public int OutputCount => Classes == TwoClasses ? 1 : Classes;

    /// <summary>Width of the head's input: the hidden states of all directions, and twice that for <see cref="Pooling.MeanMax"/>.</summary>
    [JsonIgnore]
    public int PooledSize => DirectionCount * HiddenSize * (Pooling is Pooling.MeanMax ? 2 : 1);

    /// <summary>
    /// Whether the first formats of checkpoints and bundles can hold this model: two classes, padding that is read like a token, the last
    /// state, no embedding dropout and no wide channel.
    /// </summary>
    [JsonIgnore]
    public bool FitsFirstFormat =>
        Classes == TwoClasses && Pooling is Pooling.Last && !MaskPadding && EmbeddingDropout == 0 && WideSize == 0;

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

        if (Classes is < TwoClasses or > MaxClasses)
        {
            yield return $"model.classes is {Classes}, expected {TwoClasses} to {MaxClasses}";
        }

        if (!Enum.IsDefined(Pooling))
        {
            yield return $"model.pooling is {Pooling}, expected last, mean, max, meanMax or attention";
        }
        else if (Pooling is not Pooling.Last && !MaskPadding)
        {
            yield return $"model.pooling is {Pooling}, expected Last for a model without model.maskPadding: padding must not be pooled";
        }

        if (EmbeddingDropout is not (>= 0 and < 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"model.embeddingDropout is {EmbeddingDropout}, expected 0 to below 1");
        }

        if (WideSize is < 0 or > MaxWideSize)
        {
            yield return $"model.wideSize is {WideSize}, expected 0 to {MaxWideSize}";
        }
        else if (WideSize > 0 && !MaskPadding)
        {
            yield return $"model.wideSize is {WideSize}, expected 0 for a model without model.maskPadding";
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

        if (Pooling is Pooling.Attention)
        {
            yield return (ParameterNames.AttentionWeight, [1, DirectionCount * HiddenSize]);
        }

        yield return (ParameterNames.HeadWeight, [OutputCount, PooledSize]);
        yield return (ParameterNames.HeadBias, [OutputCount]);
        if (WideSize > 0)
        {
            yield return (ParameterNames.WideWeight, [WideSize + 1, OutputCount]);
            yield return (ParameterNames.WideNorm, [WideSize + 1]);
            yield return (ParameterNames.WideBias, [OutputCount]);
            yield return (ParameterNames.FusionRecurrent, [1]);
            yield return (ParameterNames.FusionWide, [1]);
            yield return (ParameterNames.FusionBias, [OutputCount]);
        }
    }
}
