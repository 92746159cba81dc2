using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

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
    Converters = [typeof(CamelCaseEnumConverter<PreprocessStep>), typeof(CamelCaseEnumConverter<PaddingSide>), typeof(CamelCaseEnumConverter<Truncation>)])]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(TrainingProgress))]
sealed partial class CheckpointJson : JsonSerializerContext;
