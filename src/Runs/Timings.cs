using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>The <c>timings.json</c> of a run: everything that differs when the run is repeated.</summary>
public sealed record Timings
{
    /// <summary>When the run was started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The models, in the order in which they were trained.</summary>
    public required IReadOnlyList<ModelTimings> Models { get; init; }

    /// <summary>The most memory that the process had in RAM, in bytes; of a run that was resumed, the largest of its processes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Seconds from the start to the end; of a run that was resumed, the sum over its processes.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>Reads the file of a run; null when the run has none.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged.</exception>
    public static Timings? Read(string directory)
    {
        var path = Path.Combine(directory, RunLayout.TimingsFile);
        if (!File.Exists(path))
        {
            return null;
        }

        var timings = RunFiles.Reader.Json(path, RunFiles.Reader.Bytes(path, ArtifactReader.MaxJsonBytes), RunJson.Default.Timings);
        return timings.Validate().FirstOrDefault() is { } problem ? throw new CheckpointFormatException(path, null, problem, "valid times") : timings;
    }

    /// <summary>The timings of a model; null when it has none.</summary>
    public ModelTimings? Of(string model) => Models.FirstOrDefault(timings => timings.Name == model);

    IEnumerable<string> Validate()
    {
        if (PeakMemoryBytes < 0 || TotalSeconds < 0)
        {
            yield return Invariant($"peakMemoryBytes is {PeakMemoryBytes} and totalSeconds {TotalSeconds}, expected none below 0");
        }

        if (Models.Contains(null!))
        {
            yield return "models has null, expected objects";
        }
        else if (Models.FirstOrDefault(model => !model.IsValid) is { } invalid)
        {
            yield return $"models has numbers below 0 for {invalid.Name}, expected 0 or more";
        }
    }
}

/// <summary>The times of one model.</summary>
public sealed record ModelTimings
{
    /// <summary>For example <c>gru1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds of training, without validation, of each epoch that was trained in one piece, in their order.</summary>
    public required IReadOnlyList<double> EpochSeconds { get; init; }

    /// <summary>Seconds of training, validation and saving, over all processes of the run.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds to score the test set; null when it was not scored.</summary>
    public required double? TestSeconds { get; init; }

    /// <summary>Steps of training in a second, over <see cref="EpochSeconds"/>; null without such an epoch.</summary>
    public required double? StepsPerSecond { get; init; }

    /// <summary>Training texts in a second, over <see cref="EpochSeconds"/>; null without such an epoch.</summary>
    public required double? TextsPerSecond { get; init; }

    internal bool IsValid =>
        TrainSeconds >= 0 && TestSeconds is null or >= 0 && StepsPerSecond is null or >= 0 && TextsPerSecond is null or >= 0
        && EpochSeconds.All(seconds => seconds >= 0);
}
