using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>JSON of <see cref="GradientFlow"/>, in the manner of <see cref="ArtifactJson"/>.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    Converters = [typeof(CamelCaseEnumConverter<WeightState>), typeof(CamelCaseEnumConverter<ReadingDirection>)])]
[JsonSerializable(typeof(GradientFlow))]
sealed partial class GradientJson : JsonSerializerContext;
