using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>The <c>config.json</c> of a checkpoint: the effective configuration, complete.</summary>
public sealed record CheckpointConfig
{
    readonly int? _formatVersion;

    /// <summary>The newest version that this code reads and writes.</summary>
    /// <remarks>
    /// 2: the random streams of the training are derived by hashing. The files are those of version 1, which still exports; its training
    /// cannot be resumed, because the steps to come would differ. 3: everything that <see cref="ModelConfig.FitsFirstFormat"/> or <see cref="PreprocessConfig.FitsFirstFormat"/> excludes;
    /// what version 2 can hold is still written as version 2.
    /// </remarks>
    public const int CurrentFormatVersion = 3;

    /// <summary>The version that is written for models and preprocessing that it can hold, and the oldest that can be resumed.</summary>
    public const int OldestWrittenVersion = 2;

    /// <summary>The oldest version that this code reads.</summary>
    public const int OldestFormatVersion = 1;

    /// <summary>Version of the checkpoint format; by default 2 for a model that version 2 can hold, else 3.</summary>
    [JsonRequired]
    public int FormatVersion
    {
        get => _formatVersion ?? WrittenVersion;
        init => _formatVersion = value;
    }

    /// <summary>Name of the model in its run, for example <c>gru1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The architecture.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>Text to token ids.</summary>
    public required PreprocessConfig Preprocessing { get; init; }

    /// <summary>Names of the labels, by index. Of two, the last is the positive one.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Labels { get; init; } = ["neg", "pos"];

    /// <summary>A probability at or above it is label 1; 0 to 1, default 0.5.</summary>
    [JsonRequired]
    public double Threshold { get; init; } = 0.5;

    /// <summary>The options of the training, as the trainer defines them. Export does not read them.</summary>
    [JsonRequired]
    public JsonElement? Training { get; init; }

    bool FitsFirstFormat => Model.FitsFirstFormat && Preprocessing.FitsFirstFormat;

    int WrittenVersion => FitsFirstFormat ? OldestWrittenVersion : CurrentFormatVersion;

    /// <summary>Every problem of this configuration, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        string[] version = FitsFirstFormat || FormatVersion >= CurrentFormatVersion
            ? []
            : [$"formatVersion is {FormatVersion}, expected {CurrentFormatVersion} for a model with these options"];
        string[] training = Training is { ValueKind: not JsonValueKind.Object } ? [$"training is {Training}, expected an object or null"] : [];
        return Model.Validate().Concat(Preprocessing.Validate()).Concat(LabelRules.Validate(Labels, Threshold, Model.Classes)).Concat(ModelName.Validate(Name))
            .Concat(version).Concat(training).Concat(Together());
    }

    /// <summary>Problems of model and preprocessing that are valid each on its own.</summary>
    IEnumerable<string> Together()
    {
        if (Model.MaskPadding != Preprocessing.UnknownRows > 0)
        {
            yield return $"model.maskPadding is {(Model.MaskPadding ? "true" : "false")}, expected {(Model.MaskPadding ? "false" : "true")} with {Preprocessing.UnknownRows} preprocessing.unknownRows: "
                + "id 0 is padding alone where unknown words have rows of their own";
        }

        if (Model.MaskPadding && Preprocessing.Padding != PaddingSide.Right)
        {
            yield return "preprocessing.padding is left, expected right for a model with model.maskPadding";
        }

        if (Model.WideSize > 0 != Preprocessing.NGrams is not null)
        {
            yield return $"model.wideSize is {Model.WideSize}, expected {(Model.WideSize > 0 ? "0 without preprocessing.nGrams" : "1 or more with preprocessing.nGrams")}";
        }
    }
}
