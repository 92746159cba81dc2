using System.Globalization;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>The effective configuration of a run, merged from presets, files, environment variables and options.</summary>
public sealed record TrainerConfig
{
    /// <summary>Text to token ids.</summary>
    public PreprocessConfig Preprocessing { get; init; } = new();

    /// <summary>The architecture, without cell and layers.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The training.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Every problem of this configuration, one line each.</summary>
    public IEnumerable<string> Validate() => Preprocessing.Validate()
        .Concat(Model.For(ModelKind.All[0], tableSize: 1, classes: 2, Preprocessing).Validate())
        .Concat(Training.Validate())
        .Concat(Together());

    IEnumerable<string> Together()
    {
        var hasUnknownRows = Preprocessing.UnknownRows > 0;
        if (hasUnknownRows && Preprocessing.Padding != PaddingSide.Right)
        {
            yield return "preprocessing.padding is left, expected right with preprocessing.unknownRows: masked padding follows the text";
        }

        if (hasUnknownRows && Training.CarryHiddenState)
        {
            yield return "training.carryHiddenState is true, expected false with preprocessing.unknownRows: texts of other lengths have other states";
        }

        if (!hasUnknownRows && Model.Wide)
        {
            yield return "model.wide is true, expected false without preprocessing.unknownRows";
        }

        if (!Model.Wide && Preprocessing.NGrams is not null)
        {
            yield return "preprocessing.nGrams is set, expected null without model.wide";
        }

        if (!hasUnknownRows && Training.WordDropout > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"training.wordDropout is {Training.WordDropout}, expected 0 without preprocessing.unknownRows");
        }
    }
}

/// <summary>JSON of configurations, in the manner of <see cref="ArtifactJson"/>.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    Converters = [
        typeof(CamelCaseEnumConverter<PreprocessStep>), typeof(CamelCaseEnumConverter<PaddingSide>), typeof(CamelCaseEnumConverter<Truncation>),
        typeof(CamelCaseEnumConverter<Pooling>), typeof(CamelCaseEnumConverter<LearningRateSchedule>), typeof(CamelCaseEnumConverter<BestMetric>),
        typeof(CamelCaseEnumConverter<ClassWeighting>)])]
[JsonSerializable(typeof(TrainerConfig))]
[JsonSerializable(typeof(TrainingOptions))]
sealed partial class TrainerJson : JsonSerializerContext;
