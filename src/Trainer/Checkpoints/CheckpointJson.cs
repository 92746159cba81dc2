using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>JSON of the trainer's own files, in the manner of <see cref="ArtifactJson"/>.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    Converters = [
        typeof(CamelCaseEnumConverter<PreprocessStep>), typeof(CamelCaseEnumConverter<PaddingSide>), typeof(CamelCaseEnumConverter<Truncation>),
        typeof(CamelCaseEnumConverter<Pooling>), typeof(CamelCaseEnumConverter<LearningRateSchedule>), typeof(CamelCaseEnumConverter<BestMetric>),
        typeof(CamelCaseEnumConverter<ClassWeighting>)])]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(TrainingProgress))]
sealed partial class CheckpointJson : JsonSerializerContext;
