using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Training;
using TorchSharp;

namespace RnnToolkit.Trainer.Records;

/// <summary>Takes the first steps of a run again, with its data and configuration, and says what differs from its record. Writes nothing.</summary>
sealed class RunVerification(ProgressDisplay progress, TimeProvider time)
{
    /// <summary>Verifies a run.</summary>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="moved">Where the texts are now: the path of a part by its name, or null where it was.</param>
    /// <param name="cancellationToken">Checked at each step.</param>
    /// <returns>What was compared, each with its differences.</returns>
    /// <exception cref="CheckpointFormatException">A file is damaged, or an older version wrote the run.</exception>
    public IReadOnlyList<VerifiedPart> Verify(string directory, Func<string, string?> moved, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, RunLayout.RunFile);
        var record = RunRecords.Read(path);
        if (record is not { Dataset: { } dataset, Models: { } models, ConfigurationHash: not null })
        {
            throw new CheckpointFormatException(path, "dataset", "no such field", "the data of the run; an older version of the trainer wrote it, and it cannot be verified");
        }

        if (record.Device == "cuda" && !torch.cuda.is_available())
        {
            throw new OptionsValidationException(nameof(RunVerification), typeof(RunVerification), [$"{path}: device: found cuda, but libtorch sees no CUDA device here"]);
        }

        torch.set_num_threads(Math.Clamp(record.Versions?.Threads ?? 1, 1, 1024));
        var job = new TrainingJob
        {
            Config = RunRecords.Configuration(record, path),
            Models = [.. models.Select(ModelKind.Named).OfType<ModelKind>()],
            Source = RecordedSource.Open(dataset, path, moved),
            From = record.FromPath is { } from ? StartingPoint.Read(from) : null,
            Output = directory,
            Device = record.Device == "cuda" ? torch.CUDA : torch.CPU,
            Fold = record.Fold,
        };
        Corpus? corpus = null;
        progress.Run("Reading", null, report => corpus = Corpus.Read(job.Source, report, cancellationToken));
        var data = PreparedData.From(corpus!, job.Config, job.From?.Vocabulary, job.Fold, progress, cancellationToken);
        var hashes = CorpusHashes.Of(corpus!);
        var now = RunDescription.Describe(
            RunRecords.Of(job.Config, record.Device!, hashes.Fingerprint, record.Labels, job.From?.Hash, job.Fold), job, data, hashes);
        var training = new ModelTraining(data, job, new RunDirectory(directory), null, progress, time, NullLogger.Instance);
        return
        [
            new VerifiedPart("versions", [.. Versions(record, now)]),
            new VerifiedPart("configuration", [.. Configuration(record, now, directory)]),
            new VerifiedPart("data", [.. Data(record, now)]),
            .. job.Models.Select(kind => new VerifiedPart(kind.Name, [.. Numbers(kind, directory, training, cancellationToken)])),
        ];
    }

    static IEnumerable<string> Versions(RunRecord then, RunRecord now) => then.Versions is null
        ? []
        : then.Versions.All().Zip(now.Versions!.All())
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => $"{pair.First.Name} is {pair.Second.Value}, recorded {pair.First.Value}");

    static IEnumerable<string> Configuration(RunRecord then, RunRecord now, string directory)
    {
        if (then.ConfigurationHash != now.ConfigurationHash)
        {
            yield return $"{RunLayout.RunFile} has a configuration with SHA-256 {now.ConfigurationHash}, recorded {then.ConfigurationHash}: it was changed after the run was started";
        }

        // Which key was changed: the checkpoints keep a configuration of their own.
        foreach (var model in TrainedRun.Read(directory).Models)
        {
            var config = JsonSerializer.SerializeToElement(model.Config, ArtifactJson.Default.CheckpointConfig);
            foreach (var (name, section) in then.Sections)
            {
                if (config.TryGetProperty(name, out var kept) && kept.ValueKind == JsonValueKind.Object)
                {
                    foreach (var (key, value) in FlatJson.Of(name, section))
                    {
                        if (FlatJson.Of(name, kept).FirstOrDefault(pair => pair.Key == key) is { Key: not null } other && other.Value != value)
                        {
                            yield return $"{key} is {value}, {other.Value} in the checkpoint of {model.Name}";
                        }
                    }
                }
            }
        }

        if (then.From != now.From)
        {
            yield return $"--from {then.FromPath}: found SHA-256 {now.From}, recorded {then.From}";
        }
    }

    static IEnumerable<string> Data(RunRecord then, RunRecord now)
    {
        foreach (var part in then.Dataset!.Parts)
        {
            var found = now.Dataset!.Parts.FirstOrDefault(other => other.Part == part.Part);
            if (found is null)
            {
                yield return $"{part.Part}: found no texts, recorded {part.Texts}";
            }
            else if (found.Sha256 != part.Sha256)
            {
                yield return Invariant($"{part.Part}: found {found.Bytes} bytes with SHA-256 {found.Sha256}, recorded {part.Bytes} bytes with SHA-256 {part.Sha256}");
            }

            if (found is not null && (found.Texts != part.Texts || !found.Labels.SequenceEqual(part.Labels)))
            {
                yield return $"{part.Part}: found {Counts(found)}, recorded {Counts(part)}";
            }
        }

        if (then.Dataset.Split?.ValidationIds != now.Dataset!.Split?.ValidationIds)
        {
            yield return "other texts were set aside for validation";
        }

        foreach (var (name, before, after) in new[]
        {
            ("training texts", then.Data!.Train, now.Data!.Train), ("test set", then.Data.Test, now.Data.Test), ("validation set", then.Data.Validation, now.Data.Validation),
        })
        {
            if (before != after)
            {
                yield return $"{name}: found content with SHA-256 {after ?? "none"}, recorded {before ?? "none"}";
            }
        }

        static string Counts(DatasetPartRecord part) =>
            Invariant($"{part.Texts} texts ({string.Join(", ", part.Labels.Select(label => Invariant($"{label.Label} {label.Count}")))})");
    }

    static IEnumerable<string> Numbers(ModelKind kind, string directory, ModelTraining training, CancellationToken cancellationToken)
    {
        if (FirstSteps.Read(Path.Combine(directory, kind.Name)) is not { Steps.Count: > 0 } then)
        {
            yield return $"no {RunLayout.FirstStepsFile}: its first steps were not recorded";
            yield break;
        }

        var now = training.FirstStepsOf(kind, cancellationToken);
        for (var i = 0; i < then.Steps.Count; i++)
        {
            var (before, after) = (then.Steps[i], now.Steps.ElementAtOrDefault(i));
            if (before != after)
            {
                yield return after is null ? Invariant($"step {i + 1}: there is no such step, recorded a loss of {before.Loss}")
                    : before.Texts != after.Texts ? Invariant($"step {i + 1}: reads other token ids or labels")
                    : Invariant($"step {i + 1}: found a loss of {after.Loss}, recorded {before.Loss}");
                yield break; // what follows differs because of it
            }
        }

        if (then.Weights is not null && then.Weights != now.Weights)
        {
            yield return Invariant($"after {then.Steps.Count} steps: found weights with SHA-256 {now.Weights}, recorded {then.Weights}");
        }
    }
}

/// <summary>What was compared with the record of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Differences">What differs, a line each; empty when nothing does.</param>
sealed record VerifiedPart(string Name, IReadOnlyList<string> Differences);
