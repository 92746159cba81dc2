using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;
using RunRecord = RnnToolkit.Runs.RunRecord;

namespace RnnToolkit.Trainer.Gradients;

/// <summary>A run whose gradients are measured: its directory, what was trained, and the models that have a best checkpoint.</summary>
sealed record GradientRun(string Directory, RunRecord Record, TrainerConfig Config, IReadOnlyList<ModelKind> Models)
{
    /// <summary>The runs in a directory: the run itself, or one for each seed.</summary>
    /// <param name="directory">The directory of a run.</param>
    /// <param name="models">The models to measure; null for all that the run has.</param>
    /// <exception cref="CheckpointFormatException">There is no run, it is damaged, or it lacks a model.</exception>
    public static IReadOnlyList<GradientRun> ReadAll(string directory, IReadOnlyList<ModelKind>? models)
    {
        var seeds = System.IO.Directory.Exists(directory) ? RunLayout.SeedDirectories(directory) : [];
        return [.. (TrainedRun.IsAt(directory) || seeds.Count == 0 ? [directory] : seeds).Select(run => Read(run, models))];
    }

    /// <summary>The directory of the best checkpoint of a model.</summary>
    public string BestOf(ModelKind kind) => Path.Combine(Directory, kind.Name, RunLayout.BestDirectory);

    static GradientRun Read(string directory, IReadOnlyList<ModelKind>? models)
    {
        var record = RunRecord.Read(directory);
        var path = Path.Combine(directory, RunLayout.RunFile);
        var config = new TrainerConfig
        {
            Preprocessing = Section("preprocessing", record.Preprocessing, TrainerJson.Default.PreprocessConfig),
            Model = Section("model", record.Model, TrainerJson.Default.ModelOptions),
            Training = Section("training", record.Training, TrainerJson.Default.TrainingOptions),
        };
        if (config.Validate().FirstOrDefault() is { } problem)
        {
            throw new CheckpointFormatException(path, null, problem, "a valid configuration");
        }

        var run = new GradientRun(directory, record, config, []);
        var found = System.IO.Directory.EnumerateDirectories(directory).Select(model => ModelKind.Named(Path.GetFileName(model))).OfType<ModelKind>()
            .Where(kind => AtomicOutput.DirectoryExists(run.BestOf(kind))).OrderBy(kind => kind.Cell).ThenBy(kind => kind.Layers).ToList();
        return found.Count > 0
            ? run with { Models = models ?? found }
            : throw new CheckpointFormatException(directory, null, "no model with a best checkpoint", "at least one; gradients are measured after an epoch");

        T Section<T>(string name, JsonElement section, JsonTypeInfo<T> type) => JsonFields.Read(
            JsonSerializer.SerializeToUtf8Bytes(section, RunJson.Default.JsonElement), type,
            (field, value, expected, cause) => new CheckpointFormatException(path, field is null ? name : $"{name}.{field}", value, expected, cause));
    }
}
