using System.Globalization;
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

/// <summary>Trains the models of a job one at a time, keeps their checkpoints, and tests the best one of each.</summary>
sealed class ModelTraining(
    PreparedData data, TrainingJob job, RunDirectory directory, ProgressDisplay progress, TimeProvider time, ILogger logger)
{
    const double Threshold = 0.5;

    readonly TrainingOptions _options = job.Config.Training;
    readonly Device _device = job.Device;
    readonly int _stepsPerEpoch = data.Train.BatchCount(job.Config.Training.BatchSize);

    /// <summary>What prevents training <paramref name="kind"/>, one line each. Reads its checkpoints and writes nothing.</summary>
    /// <exception cref="CheckpointFormatException">The training that is resumed is damaged.</exception>
    public IReadOnlyList<string> Problems(ModelKind kind)
    {
        var problems = TensorLimits.Problems(Config(kind), _options, job.Config.Preprocessing).ToList();
        if (problems.Count == 0 && job.Resume)
        {
            _ = Checkpoints(kind).ReadLast(_stepsPerEpoch);
        }

        return problems;
    }

    /// <summary>Trains <paramref name="kind"/>, or what is left of its training when the run is resumed.</summary>
    public ModelResult Train(ModelKind kind, CancellationToken cancellationToken)
    {
        // Seeded for every model anew, so that a model does not depend on which others are trained.
        using var generator = manual_seed(unchecked((long)new SeedStreams(_options.Seed).For(RandomStream.Weights)));
        using var model = new RecurrentClassifier(Config(kind), _options.CarryHiddenState, ParameterUpdate.UsesSparseEmbedding(_device)).to(_device);
        using var update = ParameterUpdate.Create(model, _options, _device);
        var checkpoints = Checkpoints(kind);

        var epochs = new List<EpochMetrics>();
        var position = TrainingPosition.StartOf(1);
        if (job.Resume && checkpoints.ReadLast(_stepsPerEpoch) is var (last, next))
        {
            checkpoints.Restore(last, next, model, update);
            epochs.AddRange(last.Metrics);
            position = next;
            Log.Resuming(logger, kind.Name, epochs.Count, position.Step, _stepsPerEpoch);
        }

        var best = epochs.MinBy(epoch => epoch.ValidationLoss);
        var timer = new CheckpointTimer(time, _options.CheckpointMinutes);
        var loop = new TrainingLoop(model, update, _options, _device, timer);
        var epochTimes = new List<TimeSpan>();
        for (; position.Epoch <= _options.Epochs; position = TrainingPosition.StartOf(position.Epoch + 1))
        {
            var start = time.GetTimestamp();
            var (metrics, trainTime) = TrainEpoch(
                loop, model, kind.Name, position, within => checkpoints.SaveWithinEpoch(model, epochs, within, update), cancellationToken);
            if (position.Step == 0)
            {
                epochTimes.Add(trainTime); // the rest of an epoch says nothing about a whole one
            }

            epochs.Add(metrics);
            if (!double.IsFinite(metrics.TrainLoss) || !double.IsFinite(metrics.ValidationLoss))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kind.Name}, epoch {position.Epoch}: found a training loss of {metrics.TrainLoss} and a validation loss of "
                    + $"{metrics.ValidationLoss}, expected numbers; try a lower training.learningRate"));
            }

            if (best is null || metrics.ValidationLoss < best.ValidationLoss)
            {
                best = metrics;
                checkpoints.SaveBest(model, epochs);
            }

            checkpoints.SaveLast(model, epochs, update);
            timer.Restart();

            // Not before it is saved: an epoch that was reported survives whatever happens next.
            Log.EpochCompleted(
                logger, kind.Name, metrics.Epoch, _options.Epochs, metrics.TrainLoss, metrics.ValidationLoss, 100 * metrics.ValidationAccuracy,
                time.GetElapsedTime(start).TotalSeconds);
        }

        var (test, testSeconds) = Test(model, checkpoints, kind.Name, cancellationToken);
        var epochSeconds = epochTimes.Count > 0 ? epochTimes.Average(epoch => epoch.TotalSeconds) : (double?)null;
        return new ModelResult(kind.Name, epochs, best!, test, epochSeconds, testSeconds);
    }

    ModelConfig Config(ModelKind kind) => job.Config.Model.For(kind, data.Encoder.Vocabulary.TableSize);

    CheckpointWriter Checkpoints(ModelKind kind) => new(directory.Of(kind), Config(kind), job.Config, data.Labels, data.Encoder, _device);

    (EpochMetrics Metrics, TimeSpan TrainTime) TrainEpoch(
        TrainingLoop loop, RecurrentClassifier model, string name, TrainingPosition position, Action<TrainingPosition> save, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var trainLoss = 0.0;
        progress.Run($"{name} epoch {position.Epoch}/{_options.Epochs}", data.Train.Count, report =>
            trainLoss = loop.TrainEpoch(position, data.Train, save, report, cancellationToken));
        var trainTime = time.GetElapsedTime(start);
        var validation = Evaluator.Measure(
            Evaluator.Logits(model, data.Validation, _device, cancellationToken: cancellationToken), data.Validation.Labels, Threshold);
        var metrics = new EpochMetrics(position.Epoch, trainLoss, validation.Loss, validation.Counts.Accuracy);
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
        var counts = Evaluator.Measure(logits, data.Test.Labels, Threshold).Counts;
        checkpoints.SaveTest(data.TestTexts.Select((text, i) => new RecordedLogit(text.Id, text.Label, logits[i])), counts);
        Log.TestCompleted(
            logger, name, 100 * counts.Accuracy, 100 * counts.Precision, 100 * counts.Recall, 100 * counts.F1,
            counts.TruePositives, counts.FalsePositives, counts.TrueNegatives, counts.FalseNegatives, seconds);
        return (counts, seconds);
    }
}
