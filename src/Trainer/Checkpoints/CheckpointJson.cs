using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

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
    WriteIndented = true)]
[JsonSerializable(typeof(TrainingProgress))]
sealed partial class CheckpointJson : JsonSerializerContext;
