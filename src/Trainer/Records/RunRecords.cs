using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Records;

/// <summary>The record of a run as the trainer writes and resumes it: its sections are the trainer's options.</summary>
static class RunRecords
{
    const string CpuName = "cpu";
    const string CudaName = "cuda";

    /// <summary>The record of a job, without what only describes it.</summary>
    public static RunRecord Of(
        TrainerConfig config, string device, DataFingerprint data, IReadOnlyList<LabelCount>? labels = null, string? from = null, Fold? fold = null) => new()
    {
        FormatVersion = RunRecord.CurrentFormatVersion,
        Device = device,
        Data = data,
        Labels = labels,
        From = from,
        Fold = fold,
        Preprocessing = JsonSerializer.SerializeToElement(config.Preprocessing, TrainerJson.Default.PreprocessConfig),
        Model = JsonSerializer.SerializeToElement(config.Model, TrainerJson.Default.ModelOptions),
        Training = JsonSerializer.SerializeToElement(config.Training, TrainerJson.Default.TrainingOptions),
    };

    /// <summary>Reads a record with which a run can be resumed or repeated: a field that is missing is an error.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged.</exception>
    public static RunRecord Read(string path)
    {
        var record = StrictJsonFile.Read(path, RunJson.Default.RunRecord);
        return Problems(record).FirstOrDefault() is { } problem
            ? throw new CheckpointFormatException(path, null, problem, "a valid run")
            : Of(Configuration(record, path), record.Device!, record.Data!, record.Labels, record.From, record.Fold) with
            {
                Models = record.Models,
                Dataset = record.Dataset,
                FromPath = record.FromPath,
                ConfigurationHash = record.ConfigurationHash,
                Versions = record.Versions,
                CommandLine = record.CommandLine,
            };
    }

    /// <summary>The configuration in a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="CheckpointFormatException">A key is missing or unknown, or a value is not valid.</exception>
    public static TrainerConfig Configuration(RunRecord record, string path)
    {
        var config = new TrainerConfig
        {
            Preprocessing = Section("preprocessing", record.Preprocessing, TrainerJson.Default.PreprocessConfig),
            Model = Section("model", record.Model, TrainerJson.Default.ModelOptions),
            Training = Section("training", record.Training, TrainerJson.Default.TrainingOptions),
        };
        return config.Validate().FirstOrDefault() is { } problem ? throw new CheckpointFormatException(path, null, problem, "a valid run") : config;

        T Section<T>(string name, JsonElement section, JsonTypeInfo<T> type) =>
            StrictJsonFile.Parse(JsonSerializer.SerializeToUtf8Bytes(section, RunJson.Default.JsonElement), type, path, $"{name}.");
    }

    static IEnumerable<string> Problems(RunRecord record)
    {
        if (record.FormatVersion is null || record.Data is null)
        {
            yield return $"{(record.Data is null ? "data" : "formatVersion")} is null, expected what the trainer writes";
        }

        if (record.Device is not (CpuName or CudaName))
        {
            yield return $"device is another, expected {CpuName} or {CudaName}";
        }

        var data = record.Data;
        foreach (var (name, hash) in new[] { ("data.train", data?.Train), ("data.test", data?.Test), ("data.validation", data?.Validation), ("from", record.From) })
        {
            if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)))
            {
                yield return $"{name} is no SHA-256, expected 64 hexadecimal digits";
            }
        }

        if (record.Labels is { } labels && (labels.Contains(null) || LabelRules.Validate([.. labels.Select(label => label.Label)]).Any()))
        {
            yield return "labels has other names than a classifier can have, expected those that the trainer writes";
        }

        if (record.Fold?.IsValid() is false)
        {
            yield return $"fold is {record.Fold.Value.Number} of {record.Fold.Value.Of}, expected one of 2 to 100";
        }
    }
}
