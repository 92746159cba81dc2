using System.Text.Json;
using System.Text.Json.Serialization;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Bundle;

/// <summary>JSON of checkpoints and bundles: camel case, enums by name, unknown and missing fields are errors, LF line ends.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    IndentSize = 2,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    Converters = [
        typeof(CamelCaseEnumConverter<RecurrentCell>),
        typeof(CamelCaseEnumConverter<Pooling>),
        typeof(CamelCaseEnumConverter<PreprocessStep>),
        typeof(CamelCaseEnumConverter<PaddingSide>),
        typeof(CamelCaseEnumConverter<Truncation>),
        typeof(CamelCaseEnumConverter<WeightPrecision>)])]
[JsonSerializable(typeof(CheckpointConfig))]
[JsonSerializable(typeof(BundleManifest))]
[JsonSerializable(typeof(ClassificationMetrics))]
[JsonSerializable(typeof(ClassificationReport))]
public sealed partial class ArtifactJson : JsonSerializerContext;

/// <summary>As <see cref="ArtifactJson"/>, for JSON Lines: one object a line.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EpochMetrics))]
[JsonSerializable(typeof(Probe))]
[JsonSerializable(typeof(RecordedLogit))]
public sealed partial class ArtifactJsonLines : JsonSerializerContext;

/// <summary>Enums as camel-case names; a number or an unknown name is an error.</summary>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
