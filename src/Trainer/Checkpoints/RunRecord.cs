using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>The <c>run.json</c> of a run: everything that has to agree when the run is resumed.</summary>
sealed record RunRecord
{
    /// <summary>The version that this code writes and resumes. It rises when an unchanged configuration would train differently.</summary>
    public const int CurrentFormatVersion = CheckpointConfig.OldestWrittenVersion;

    const string CpuName = "cpu";
    const string CudaName = "cuda";

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>: the two round differently and keep the optimizer's state in different files.</summary>
    public required string Device { get; init; }

    /// <summary>The texts.</summary>
    public required DataFingerprint Data { get; init; }

    /// <summary>How often each label occurs, in the order of the model's outputs; null for <c>neg</c> and <c>pos</c> with the paper's preprocessing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LabelCount>? Labels { get; init; }

    /// <summary>SHA-256 of the weights that the training started from; null for fresh ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The part of a cross-validation; null for a run of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Fold? Fold { get; init; }

    /// <summary>Text to token ids.</summary>
    public required PreprocessConfig Preprocessing { get; init; }

    /// <summary>The architecture, without cell and layers.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>The training.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>Every problem of this record, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        if (Device is not (CpuName or CudaName))
        {
            yield return $"device is another, expected {CpuName} or {CudaName}";
        }

        foreach (var (name, hash) in new[] { ("data.train", Data.Train), ("data.test", Data.Test), ("data.validation", Data.Validation), ("from", From) })
        {
            if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
            {
                yield return $"{name} is no SHA-256, expected 64 hexadecimal digits";
            }
        }

        if (Labels is not null && (Labels.Contains(null) || LabelRules.Validate([.. Labels.Select(label => label.Label)]).Any()))
        {
            yield return "labels has other names than a classifier can have, expected those that the trainer writes";
        }

        if (Fold?.IsValid() is false)
        {
            yield return $"fold is {Fold.Value.Number} of {Fold.Value.Of}, expected one of 2 to 100";
        }

        var config = new TrainerConfig { Preprocessing = Preprocessing, Model = Model, Training = Training };
        foreach (var problem in config.Validate())
        {
            yield return problem;
        }
    }

    /// <summary>The record of a job.</summary>
    public static RunRecord Of(
        TrainerConfig config, string device, DataFingerprint data, IReadOnlyList<LabelCount>? labels = null, string? from = null, Fold? fold = null) => new()
    {
        FormatVersion = CurrentFormatVersion,
        Device = device,
        Data = data,
        Labels = labels,
        From = from,
        Fold = fold,
        Preprocessing = config.Preprocessing,
        Model = config.Model,
        Training = config.Training,
    };
}
