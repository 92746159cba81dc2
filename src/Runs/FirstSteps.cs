using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The <c>first-steps.json</c> of a model: what its first steps read and gave, so that a repeated training can be compared with it.</summary>
public sealed record FirstSteps
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>How many steps are recorded, of a training that has so many in its first epoch.</summary>
    public const int Count = 5;

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>The steps, from the first one on.</summary>
    public required IReadOnlyList<FirstStep> Steps { get; init; }

    /// <summary>SHA-256 over the weights after the last of the steps, of the embedding over the rows that it read; null while there are more to come.</summary>
    public required string? Weights { get; init; }

    /// <summary>Reads the file of a model; null when it has none.</summary>
    /// <param name="modelDirectory">The directory of the model in its run.</param>
    /// <exception cref="CheckpointFormatException">It is damaged.</exception>
    public static FirstSteps? Read(string modelDirectory)
    {
        var path = Path.Combine(modelDirectory, RunLayout.FirstStepsFile);
        return File.Exists(path)
            ? RunFiles.Reader.Json(
                path, RunFiles.Reader.Bytes(path, ArtifactReader.MaxJsonBytes), RunJson.Default.FirstSteps, CurrentFormatVersion, CurrentFormatVersion)
            : null;
    }
}

/// <summary>One step.</summary>
/// <param name="Texts">SHA-256 over the token ids and labels of its texts.</param>
/// <param name="Loss">Its loss, in float32.</param>
public sealed record FirstStep(string Texts, float Loss);
