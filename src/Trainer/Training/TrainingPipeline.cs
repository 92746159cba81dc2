using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Records;
using RnnToolkit.Trainer.Reporting;
using RnnToolkit.Trainer.Vectors;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>The whole of <c>trainer run</c>: reads the data, then trains one model after the other.</summary>
sealed class TrainingPipeline(ProgressDisplay progress, TimeProvider time, ILogger<TrainingPipeline> logger)
{
    /// <summary>Trains the models of <paramref name="job"/> and returns their results in order. Nothing is written before all is checked.</summary>
    /// <exception cref="OptionsValidationException">The run was started with other options, or the model is too large.</exception>
    /// <exception cref="CheckpointFormatException">The run that is resumed is damaged.</exception>
    /// <exception cref="DatasetException">The data cannot be used.</exception>
    /// <exception cref="IOException">The output holds something else, or cannot be written.</exception>
    public IReadOnlyList<ModelResult> Train(TrainingJob job, CancellationToken cancellationToken)
    {
        var directory = new RunDirectory(job.Output);
        var started = CheckOutput(directory, job);
        var timings = new TimingsRecorder(job.Output, resumes: started is not null, time);
        var config = JsonSerializer.SerializeToElement(job.Config, TrainerJson.Default.TrainerConfig);
        Log.EffectiveConfiguration(logger, JsonSerializer.Serialize(config)); // on one line
        if (job.Config.Model.WordVectors is { } vectors)
        {
            WordVectors.RequireWidth(vectors, job.Config.Model.EmbeddingSize);
        }

        var (data, record) = Prepare(job, cancellationToken);
        if (started is not null)
        {
            Refuse(ConfigurationChanges.Refused(started, record, job.Output));
            record = RunDescription.Resumed(started, record);
        }

        var training = new ModelTraining(data, job, directory, timings, progress, time, logger);
        Refuse(job.Models.SelectMany(training.Problems).Distinct());
        if (job.Overwrite && directory.HasRun)
        {
            directory.Clear(); // not before the data has proved good
        }

        directory.Write(record);
        var threads = get_num_threads() == 1 ? "1 thread" : $"{get_num_threads()} threads";
        Log.TrainingStarts(logger, string.Join(", ", job.Models.Select(kind => kind.Name)), job.Device.ToString(), threads);
        var results = new List<ModelResult>();
        foreach (var kind in job.Models)
        {
            results.Add(training.Train(kind, cancellationToken));
        }

        timings.Write();
        RunPages.WriteSummary(job.Output);
        Log.TrainingCompleted(logger, job.Output);
        return results;
    }

    /// <summary>Checks what can be checked before the data is read.</summary>
    /// <returns>The record of the run that is resumed; null when a new one is started.</returns>
    RunRecord? CheckOutput(RunDirectory directory, TrainingJob job)
    {
        if (!directory.HasRun)
        {
            directory.RefuseCheckpointsWithoutRun();
            if (job.Resume)
            {
                Log.NothingToResume(logger, job.Output); // a job that is restarted must not ask; a person may have mistyped
            }

            return null;
        }

        if (job.Overwrite)
        {
            directory.RefuseForeignFiles();
            return null;
        }

        if (!job.Resume)
        {
            throw new IOException($"--output {job.Output}: found a run, expected a new directory; --resume continues it, --overwrite replaces it");
        }

        var started = directory.Read();
        Refuse(ConfigurationChanges.Refused(started, RunRecords.Of(job.Config, DeviceName(job.Device), started.Data!, started.Labels, job.From?.Hash, job.Fold), job.Output));
        return started;
    }

    (PreparedData Data, RunRecord Record) Prepare(TrainingJob job, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (corpus, hashes) = ReadOnce(job, cancellationToken);
        var data = job.Cache.Prepared(job, () => PreparedData.From(corpus, job.Config, job.From?.Vocabulary, job.Fold, progress, cancellationToken));
        Log.DataPrepared(
            logger, data.Train.Count, data.Validation.Count, data.Test?.Count ?? 0, data.Encoder.Vocabulary.Count, time.GetElapsedTime(start).TotalSeconds);
        if (data.Vectors is { } vectors)
        {
            Log.WordVectorsRead(
                logger, job.Config.Model.WordVectors!, vectors.KnownWords, data.Encoder.Vocabulary.Count, new(vectors.TokenShare),
                vectors.Rows.Length - vectors.KnownWords);
        }

        foreach (var warning in DataWarnings.Of(data.Train, data.Validation, data.Labels, job.Config.Preprocessing))
        {
            Log.DataWarning(logger, warning);
        }

        if (data.Wide is { } wide)
        {
            var accuracy = Evaluator.Measure(wide.ValidationLogits, data.Validation.Labels, data.Labels.Count, ModelTraining.Threshold).Accuracy;
            Log.WidePrepared(logger, wide.Table.Count, wide.Recipe.ToString(), new(accuracy));
        }
        else if (job.Config.Model.Wide)
        {
            Log.NoWideChannel(logger);
        }

        var hasUsualLabels = job.Config.Preprocessing.FitsFirstFormat && corpus.Labels.Names.SequenceEqual(LabelSet.Sentiment.Names);
        var found = hashes.GetAwaiter().GetResult();
        var record = RunRecords.Of(
            job.Config, DeviceName(job.Device), found.Fingerprint, hasUsualLabels ? null : corpus.LabelCounts(), job.From?.Hash, job.Fold);
        return (data, RunDescription.Describe(record, job, data, found));
    }

    /// <summary>The content of the texts of a job, which are read unless another job over the same source did.</summary>
    /// <exception cref="DatasetException">The data cannot be used.</exception>
    public DataFingerprint FingerprintOf(TrainingJob job, CancellationToken cancellationToken) =>
        ReadOnce(job, cancellationToken).Hashes.GetAwaiter().GetResult().Fingerprint;

    (Corpus Corpus, Task<CorpusHashes> Hashes) ReadOnce(TrainingJob job, CancellationToken cancellationToken)
    {
        var corpus = job.Cache.Corpus(() => Read(job.Source, cancellationToken));
        return (corpus, job.Cache.Hashes(() => Task.Run(() => CorpusHashes.Of(corpus), CancellationToken.None))); // while the caller builds the vocabulary
    }

    Corpus Read(CorpusSource source, CancellationToken cancellationToken)
    {
        Log.ReadingDataset(logger, source.Data.Path, source.Data.Kind);
        Corpus? corpus = null;
        progress.Run("Reading", null, report => corpus = Corpus.Read(source, report, cancellationToken));
        foreach (var warning in corpus!.Warnings)
        {
            Log.DataWarning(logger, warning);
        }

        return corpus;
    }

    /// <summary>The name of a device in <c>run.json</c>.</summary>
    public static string DeviceName(Device device) => device.type.ToString().ToLowerInvariant();

    static void Refuse(IEnumerable<string> problems)
    {
        if (problems.ToList() is { Count: > 0 } found)
        {
            throw new OptionsValidationException(nameof(TrainingJob), typeof(TrainingJob), found);
        }
    }
}
