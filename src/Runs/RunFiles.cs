using System.Text.Json.Serialization;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>How the files of a run are read and written.</summary>
static class RunFiles
{
    public static ArtifactReader Reader { get; } = new((path, field, found, expected, cause) =>
        new CheckpointFormatException(path, field, found, expected, cause));
}

/// <summary>JSON of the files of a run, in the manner of <see cref="ArtifactJson"/>.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(Timings))]
[JsonSerializable(typeof(FirstSteps))]
[JsonSerializable(typeof(ModelCalibration))]
[JsonSerializable(typeof(BaselineRecord))]
public sealed partial class RunJson : JsonSerializerContext;
