using System.Text.Json;
using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>A whole run: data once, then one model after the other.</summary>
sealed class TrainingPipeline(ProgressDisplay progress, TimeProvider time, ILogger<TrainingPipeline> logger)
{
    /// <summary>Trains the models of <paramref name="request"/> and returns their results in order.</summary>
    /// <exception cref="DatasetException">The data cannot be used.</exception>
    /// <exception cref="IOException">The output holds another run, or cannot be written.</exception>
    public IReadOnlyList<ModelResult> Run(TrainingJob request, CancellationToken cancellationToken)
    {
        var outputHoldsRun = File.Exists(Path.Combine(request.Output, RunLayout.RunFile));
        if (outputHoldsRun && !request.Resume && !request.Overwrite)
        {
            throw new IOException($"--output {request.Output}: found a run, expected a new directory; --resume goes on with it, --overwrite replaces it");
        }

        if (request.Resume && !outputHoldsRun)
        {
            Log.NothingToResume(logger, request.Output); // a job that is started again must not ask; a person may have mistyped
        }

        var config = JsonSerializer.Serialize(request.Config, TrainerJson.Default.TrainerConfig);
        Log.EffectiveConfiguration(logger, JsonSerializer.Serialize(JsonElement.Parse(config)));
        var data = Prepare(request, cancellationToken);
        if (outputHoldsRun && request.Overwrite)
        {
            Directory.Delete(request.Output, recursive: true); // not before the data has proved good
        }

        AtomicOutput.WriteFile(Path.Combine(request.Output, RunLayout.RunFile), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(config + "\n")));
        var threads = get_num_threads() == 1 ? "1 thread" : $"{get_num_threads()} threads";
        Log.TrainingStarts(logger, string.Join(", ", request.Models.Select(kind => kind.Name)), request.Device.ToString(), threads);
        var training = new ModelTraining(data, request, progress, time, logger);
        var results = new List<ModelResult>();
        try
        {
            foreach (var kind in request.Models)
            {
                results.Add(training.Run(kind, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            Log.RunCancelled(logger, request.Output);
            throw;
        }

        Log.RunCompleted(logger, request.Output);
        return results;
    }

    PreparedData Prepare(TrainingJob request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        Log.ReadingDataset(logger, request.Data.Path, request.Data.Kind);
        Corpus? corpus = null;
        progress.Run("Reading", null, report => corpus = Corpus.Read(request.Data, request.TestData, report, cancellationToken));
        var data = PreparedData.From(corpus!, request.Config, cancellationToken);
        Log.DataPrepared(
            logger, data.Train.Count, data.Validation.Count, data.Test?.Count ?? 0, data.Encoder.Vocabulary.Count, time.GetElapsedTime(start).TotalSeconds);
        return data;
    }
}
