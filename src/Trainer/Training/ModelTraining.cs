using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Trains one model of a run, keeps its checkpoints, and tests the best one.</summary>
sealed class ModelTraining(PreparedData data, TrainingJob request, ProgressDisplay progress, TimeProvider time, ILogger logger)
{
    const double Threshold = 0.5;

    readonly TrainingOptions _options = request.Config.Training;
    readonly Device _device = request.Device;

    /// <summary>Trains <paramref name="kind"/>, or what is left of it when the run is resumed.</summary>
    public ModelResult Run(ModelKind kind, CancellationToken cancellationToken)
    {
        // Seeded for every model anew, so that a model does not depend on which others are trained.
        using var generator = manual_seed(unchecked((long)new SeedStreams(_options.Seed).For(RandomStream.Weights)));
        var config = request.Config.Model.For(kind, data.Encoder.Vocabulary.TableSize);
        using var model = new RecurrentClassifier(config, _options.CarryHiddenState, ParameterUpdate.UsesSparseEmbedding(config, _device)).to(_device);
        using var update = ParameterUpdate.Create(model, _options, _device);
        var checkpoints = new CheckpointWriter(Path.Combine(request.Output, kind.Name), config, request.Config, data.Encoder, _device);

        var epochs = new List<EpochMetrics>(request.Resume ? checkpoints.Resume(model, update) : []);
        var alreadyDone = epochs.Count;
        var best = epochs.MinBy(epoch => epoch.ValidationLoss);
        var loop = new TrainingLoop(model, update, _options, _device);
        var trainTime = TimeSpan.Zero;
        for (var epoch = alreadyDone + 1; epoch <= _options.Epochs; epoch++)
        {
            var (metrics, seconds) = RunEpoch(loop, model, kind.Name, epoch, cancellationToken);
            trainTime += seconds;
            epochs.Add(metrics);
            if (!double.IsFinite(metrics.TrainLoss) || !double.IsFinite(metrics.ValidationLoss))
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"{kind.Name}, epoch {epoch}: found a training loss of {metrics.TrainLoss} and a validation loss of ")
                    + FormattableString.Invariant($"{metrics.ValidationLoss}, expected numbers; try a lower training.learningRate"));
            }

            if (best is null || metrics.ValidationLoss < best.ValidationLoss)
            {
                best = metrics;
                checkpoints.SaveBest(model, epochs);
            }

            checkpoints.SaveLast(model, epochs, update);
        }

        var (test, testSeconds) = Test(model, checkpoints, kind.Name, cancellationToken);
        var epochSeconds = epochs.Count > alreadyDone ? trainTime.TotalSeconds / (epochs.Count - alreadyDone) : (double?)null;
        return new ModelResult(kind.Name, epochs, best!, test, epochSeconds, testSeconds);
    }

    (EpochMetrics Metrics, TimeSpan TrainTime) RunEpoch(
        TrainingLoop loop, RecurrentClassifier model, string name, int epoch, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var trainLoss = 0.0;
        progress.Run($"{name} epoch {epoch}/{_options.Epochs}", data.Train.Count, report =>
            trainLoss = loop.TrainEpoch(epoch, data.Train, report, cancellationToken));
        var trainTime = time.GetElapsedTime(start);
        var validation = Evaluator.Measure(
            Evaluator.Logits(model, data.Validation, _device, cancellationToken: cancellationToken), data.ValidationLabels, Threshold);
        var metrics = new EpochMetrics(epoch, trainLoss, validation.Loss, validation.Counts.Accuracy);
        Log.EpochCompleted(
            logger, name, epoch, _options.Epochs, trainLoss, validation.Loss, 100 * validation.Counts.Accuracy, time.GetElapsedTime(start).TotalSeconds);
        return (metrics, trainTime);
    }

    /// <summary>Scores the test set with the best checkpoint, once.</summary>
    (ClassificationMetrics? Counts, double? Seconds) Test(
        RecurrentClassifier model, CheckpointWriter checkpoints, string name, CancellationToken cancellationToken)
    {
        if (data.Test is null)
        {
            return (null, null);
        }

        ModelWeights.Restore(model, Checkpoint.Read(checkpoints.Best).Weights);
        var start = time.GetTimestamp();
        float[] logits = [];
        progress.Run($"{name} test", data.Test.Count, report => logits = Evaluator.Logits(model, data.Test, _device, report, cancellationToken));
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var counts = Evaluator.Measure(logits, [.. data.TestTexts.Select(text => text.Label!.Value)], Threshold).Counts;
        checkpoints.SaveTest(data.TestTexts.Select((text, i) => new RecordedLogit(text.Id, text.Label!.Value, logits[i])), counts);
        Log.TestCompleted(
            logger, name, 100 * counts.Accuracy, 100 * counts.Precision, 100 * counts.Recall, 100 * counts.F1,
            counts.TruePositives, counts.FalsePositives, counts.TrueNegatives, counts.FalseNegatives, seconds);
        return (counts, seconds);
    }
}
