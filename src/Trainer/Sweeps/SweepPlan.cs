using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Runs;
using RnnToolkit.Search;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The <c>sweep.json</c> of a sweep: what is searched. Everything in it has to agree when the sweep is resumed or joined.</summary>
sealed record SweepPlan
{
    /// <summary>The version that this code writes and resumes.</summary>
    public const int CurrentFormatVersion = 1;

    const string TrialsKey = "trials";

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>How points are chosen.</summary>
    public required SearchMethod Method { get; init; }

    /// <summary>How many trials there are; of a grid or a small space, fewer when it has fewer points.</summary>
    public required int Trials { get; init; }

    /// <summary>Whether trials that do worse than others are stopped early.</summary>
    public required bool Prune { get; init; }

    /// <summary>The figure of the validation texts that is made best.</summary>
    public required BestMetric Goal { get; init; }

    /// <summary>What varies.</summary>
    public required JsonElement Space { get; init; }

    /// <summary>The model of all trials; null where models vary.</summary>
    public required string? ModelName { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The texts; never those of a test.</summary>
    public required DataFingerprint Data { get; init; }

    /// <summary>Text to token ids, where nothing else is searched.</summary>
    public required PreprocessConfig Preprocessing { get; init; }

    /// <summary>The architecture, where nothing else is searched.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>The training, where nothing else is searched.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The configuration where nothing else is searched.</summary>
    [JsonIgnore]
    public TrainerConfig Config => new() { Preprocessing = Preprocessing, Model = Model, Training = Training };

    /// <summary>What differs from a sweep as it was started, one line each, unless resuming may change it.</summary>
    public IEnumerable<string> Refused(SweepPlan started, string output)
    {
        var (then, now) = (Node(started), Node(this));

        // As text: the order of the keys decides about the order of the trials.
        if (then["space"]!.ToJsonString() != now["space"]!.ToJsonString())
        {
            yield return $"--space: found another space, expected the one with which {output} was started";
        }

        _ = then.Remove("space") && now.Remove("space");
        foreach (var (key, before, after) in ConfigurationChanges.Texts(then, now))
        {
            if (key == TrialsKey && Trials < started.Trials)
            {
                yield return $"--trials: found {Trials}, expected {started.Trials} or more, with which {output} was started";
            }
            else if (key is not (TrialsKey or ConfigurationChanges.CheckpointMinutesKey))
            {
                var name = key is "method" or "prune" or "goal" ? $"--{key}" : key == "modelName" ? "--model" : $"--resume: {key}";
                yield return key.StartsWith("data.", StringComparison.Ordinal) || key == "device"
                    ? ConfigurationChanges.Line(key, before, after, output)
                    : $"{name}: found {after}, expected {before}, with which {output} was started";
            }
        }

        static JsonObject Node(SweepPlan plan) => JsonSerializer.SerializeToNode(plan, SweepJson.Default.SweepPlan)!.AsObject();
    }
}

/// <summary>JSON of a sweep's files, in the manner of <see cref="ArtifactJson"/>.</summary>
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
        typeof(CamelCaseEnumConverter<SearchMethod>), typeof(CamelCaseEnumConverter<TrialStatus>),
        typeof(CamelCaseEnumConverter<PreprocessStep>), typeof(CamelCaseEnumConverter<PaddingSide>), typeof(CamelCaseEnumConverter<Truncation>),
        typeof(CamelCaseEnumConverter<Pooling>), typeof(CamelCaseEnumConverter<LearningRateSchedule>), typeof(CamelCaseEnumConverter<BestMetric>),
        typeof(CamelCaseEnumConverter<ClassWeighting>)])]
[JsonSerializable(typeof(SweepPlan))]
[JsonSerializable(typeof(TrialProposal))]
[JsonSerializable(typeof(TrialOutcome))]
[JsonSerializable(typeof(JsonElement))]
sealed partial class SweepJson : JsonSerializerContext;
