using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Gradients;

/// <summary>A run whose gradients are measured: its directory, what was trained, and the models that have a best checkpoint.</summary>
sealed record GradientRun(string Directory, string Name, RunRecord Record, TrainerConfig Config, IReadOnlyList<ModelKind> Models)
{
    /// <summary>The runs in a directory: the run itself, or one for each seed or fold.</summary>
    /// <param name="directory">The directory of a run.</param>
    /// <param name="models">The models to measure; null for all that the run has.</param>
    /// <exception cref="CheckpointFormatException">There is no run, it is damaged, or it has no model to measure.</exception>
    public static IReadOnlyList<GradientRun> ReadAll(string directory, IReadOnlyList<ModelKind>? models)
    {
        var found = TrainedRun.ReadAll(directory);
        return found.Problems.Count == 0 && found.Runs.Count > 0
            ? [.. found.Runs.Select(run => Of(run, models))]
            : throw new CheckpointFormatException(directory, null, found.Problems is [var problem, ..] ? problem : "no run", "the directory of a run");
    }

    /// <summary>The directory of the best checkpoint of a model.</summary>
    public string BestOf(ModelKind kind) => Path.Combine(Directory, kind.Name, RunLayout.BestDirectory);

    static GradientRun Of(TrainedRun run, IReadOnlyList<ModelKind>? models)
    {
        var path = Path.Combine(run.Directory, RunLayout.RunFile);
        var config = new TrainerConfig
        {
            Preprocessing = Section("preprocessing", run.Record.Preprocessing, TrainerJson.Default.PreprocessConfig),
            Model = Section("model", run.Record.Model, TrainerJson.Default.ModelOptions),
            Training = Section("training", run.Record.Training, TrainerJson.Default.TrainingOptions),
        };
        if (config.Validate().FirstOrDefault() is { } problem)
        {
            throw new CheckpointFormatException(path, null, problem, "a valid configuration");
        }

        var trained = run.Models.Where(model => model.Best is not null).Select(model => ModelKind.Named(model.Name)).OfType<ModelKind>().ToList();
        return (models ?? trained) is { Count: > 0 } measured && measured.All(trained.Contains)
            ? new GradientRun(run.Directory, run.Name, run.Record, config, measured)
            : throw new CheckpointFormatException(
                run.Directory, null, trained.Count == 0 ? "no model with a best checkpoint" : $"{string.Join(", ", trained.Select(kind => kind.Name))}",
                $"{(models is null ? "a model" : string.Join(", ", models.Select(kind => kind.Name)))} after its first epoch");

        T Section<T>(string name, JsonElement section, JsonTypeInfo<T> type) => JsonFields.Read(
            JsonSerializer.SerializeToUtf8Bytes(section, RunJson.Default.JsonElement), type,
            (field, value, expected, cause) => new CheckpointFormatException(path, field is null ? name : $"{name}.{field}", value, expected, cause));
    }
}
