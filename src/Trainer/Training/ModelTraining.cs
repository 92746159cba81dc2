using System.Globalization;
using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Records;
using RnnToolkit.Trainer.TensorBoard;
using RnnToolkit.Trainer.Wide;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Trains the models of a job one at a time, keeps their checkpoints, and tests the best one of each.</summary>
sealed class ModelTraining(
    PreparedData data, TrainingJob job, RunDirectory directory, TimingsRecorder? timings, ProgressDisplay progress, TimeProvider time, ILogger logger)
{
    /// <summary>Of two labels, the last one is predicted from this probability on.</summary>
    public const double Threshold = 0.5;

    readonly TrainingOptions _options = job.Config.Training;
    readonly Device _device = job.Device;
    readonly int _stepsPerEpoch = data.Train.BatchCount(job.Config.Training.BatchSize);
    readonly int _epochs = job.Config.Training.EpochsOf(data.Train.BatchCount(job.Config.Training.BatchSize));

    /// <summary>What prevents training <paramref name="kind"/>, one line each. Reads its checkpoints and writes nothing.</summary>
    /// <exception cref="CheckpointFormatException">The training that is resumed is damaged.</exception>
    public IReadOnlyList<string> Problems(ModelKind kind)
    {
        var problems = Config(kind).Validate()
            .Concat(TensorLimits.Problems(Config(kind), _options, job.Config.Preprocessing))
            .Concat(TrainingLoss.Problems(_options, data.Labels)).ToList();
        if (problems.Count == 0 && job.Resume)
        {
            _ = Checkpoints(kind).ReadLast(_stepsPerEpoch);
        }

        return problems;
    }

    /// <summary>Trains <paramref name="kind"/>, or what is left of its training when the run is resumed.</summary>
    public ModelResult Train(ModelKind kind, CancellationToken cancellationToken)
    {
        using var state = Start(kind);
        var (model, average) = (state.Model, state.Average);
        var checkpoints = Checkpoints(kind);

        var epochs = new List<EpochMetrics>();
        var position = TrainingPosition.StartOf(1);
        if (job.Resume && checkpoints.ReadLast(_stepsPerEpoch) is var (last, next))
        {
            checkpoints.Restore(last, next, state, data.ValidationPart.Ids);
            epochs.AddRange(last.Metrics);
            position = next;
            Log.Resuming(logger, kind.Name, epochs.Count, position.Step, _stepsPerEpoch);
        }

        var timer = new CheckpointTimer(time, _options.CheckpointMinutes);
        var firstSteps = FirstStepsRecorder.Resume(model, _stepsPerEpoch, position, directory.Of(kind));
        var board = job.TensorBoard
            ? new TensorBoardLog(Path.Combine(job.Output, TensorBoardFiles.Directory, kind.Name), job.Config, _stepsPerEpoch, position, time)
            : null;
        var loop = Loop(state, timer, firstSteps, board);
        var epochTimes = new List<TimeSpan>();
        for (;
            position.Epoch <= _epochs && !BestEpoch.Stops(epochs, _options) && !job.StopsAfter(epochs);
            position = TrainingPosition.StartOf(position.Epoch + 1))
        {
            var start = time.GetTimestamp();
            var (trainLoss, trainTime) = TrainEpoch(loop, kind.Name, position, epochs, Save, cancellationToken);
            if (position.Step == 0)
            {
                epochTimes.Add(trainTime); // the rest of an epoch says nothing about a whole one
            }

            EpochMetrics metrics;
            using (average?.Apply())
            {
                (metrics, var logits) = Validate(state, kind.Name, position.Epoch, trainLoss, cancellationToken);
                epochs.Add(metrics);
                RequireFinite(kind, metrics);
                board?.Epoch(metrics, model); // before the checkpoint, from which a training that is stopped here would record it again
                if (BestEpoch.Of(epochs, _options.BestBy) == metrics)
                {
                    checkpoints.SaveBest(model, state.Fusion, epochs, data.ValidationPart.Predictions(logits, Threshold));
                }
            }

            checkpoints.SaveLast(state, epochs);
            timings?.AddEpoch(kind.Name, position.Step == 0 ? trainTime : null, time.GetElapsedTime(start), _stepsPerEpoch, data.Train.Count);
            timer.Restart();

            // Not before it is saved: an epoch that was reported survives whatever happens next.
            Log.EpochCompleted(
                logger, kind.Name, metrics.Epoch, _epochs, metrics.TrainLoss, metrics.ValidationLoss, new(metrics.ValidationAccuracy),
                time.GetElapsedTime(start).TotalSeconds);
        }

        if (BestEpoch.Stops(epochs, _options) && epochs.Count < _epochs)
        {
            Log.StoppedEarly(logger, kind.Name, epochs.Count, _options.Patience);
        }

        var (test, testSeconds) = Test(model, checkpoints, kind.Name, cancellationToken);
        checkpoints.SaveCalibration(data.ValidationPart.Ids);
        board?.Finish(BestEpoch.Of(epochs, _options.BestBy)!, test?.Accuracy, epochs.Count);
        var epochSeconds = epochTimes.Count > 0 ? epochTimes.Average(epoch => epoch.TotalSeconds) : (double?)null;
        return new ModelResult(kind.Name, epochs, BestEpoch.Of(epochs, _options.BestBy)!, test, epochSeconds, testSeconds);

        void Save(TrainingPosition within)
        {
            if (within.Epoch == 1 && within.Step < FirstSteps.Count)
            {
                firstSteps?.Write(directory.Of(kind)); // before the checkpoint from which they are continued
            }

            checkpoints.SaveWithinEpoch(state, epochs, within);
        }
    }

    /// <summary>Takes the first steps of <paramref name="kind"/> from fresh weights, and writes nothing.</summary>
    public FirstSteps FirstStepsOf(ModelKind kind, CancellationToken cancellationToken)
    {
        using var state = Start(kind);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recorder = FirstStepsRecorder.Start(state.Model, _stepsPerEpoch, enough.Cancel);
        try
        {
            var loop = Loop(state, new CheckpointTimer(time, minutes: 0), recorder);
            loop.TrainEpoch(TrainingPosition.StartOf(1), [], data.Train, _ => { }, null, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return recorder.Steps;
    }

    /// <summary>A model with fresh weights, or those that the job lets it start from.</summary>
    TrainingState Start(ModelKind kind)
    {
        var initial = new InitialWeights(_options, data.Vectors, job.From, data.Labels);
        var model = initial.Create(Config(kind), _device);
        if (initial.HasFreshHead)
        {
            Log.FreshHead(logger);
        }

        var update = ParameterUpdate.Create(model, _options, _device);
        var average = _options.AverageDecay > 0 ? new WeightAverage(model, _options.AverageDecay, ParameterUpdate.UsesSparseEmbedding(_device)) : null;
        return new TrainingState(model, update, average) { Fusion = data.Wide is null ? null : Fusion.Start(model.Config.OutputCount) };
    }

    TrainingLoop Loop(TrainingState state, CheckpointTimer timer, FirstStepsRecorder? firstSteps, TensorBoardLog? board = null) => new(
        state, new TrainingLoss(_options, data.Labels, data.Train.Labels, _device), new WordDropout(_options.WordDropout, data.Encoder),
        new StepSizes(_options, _stepsPerEpoch), _options, _device, timer, firstSteps, board);

    ModelConfig Config(ModelKind kind) => job.Config.Model.For(kind, data.Encoder.TableSize, data.Labels.Count, job.Config.Preprocessing) with
    {
        WideSize = data.Wide?.Table.Count ?? 0,
    };

    CheckpointWriter Checkpoints(ModelKind kind) => new(directory.Of(kind), Config(kind), job.Config, data.Labels, data.Encoder, data.Wide, _device);

    (double TrainLoss, TimeSpan Time) TrainEpoch(
        TrainingLoop loop, string name, TrainingPosition position, IReadOnlyList<EpochMetrics> before, Action<TrainingPosition> save,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var trainLoss = 0.0;
        var live = new LiveFigures(data.Train.Count, _device);
        progress.Run($"{name} epoch {position.Epoch}/{_epochs}", "texts", () => live.Share, report =>
        {
            live.Report = report;
            trainLoss = loop.TrainEpoch(position, before, data.Train, save, live, cancellationToken);
        });
        return (trainLoss, time.GetElapsedTime(start));
    }

    /// <summary>Fits the fusion, and measures what it gives.</summary>
    (EpochMetrics Metrics, float[] Logits) Validate(
        TrainingState state, string name, int epoch, double trainLoss, CancellationToken cancellationToken)
    {
        var model = state.Model;
        float[] logits = [];
        progress.Run($"{name} validation", data.Validation.Count, report => logits = Evaluator.Logits(model, data.Validation, _device, report, cancellationToken));
        if (data.Wide is { } wide)
        {
            state.Fusion = Fusion.Fit(
                logits, wide.ValidationLogits, data.Validation.Labels, model.Config.OutputCount,
                TrainingLoss.WeightsOf(_options, data.Labels, data.Train.Labels));
            logits = state.Fusion.Apply(logits, wide.ValidationLogits);
        }

        var validation = Evaluator.Measure(logits, data.Validation.Labels, data.Labels.Count, Threshold);
        var hasMacroF1 = !model.Config.FitsFirstFormat || _options.BestBy is BestMetric.MacroF1;
        return (new EpochMetrics(epoch, trainLoss, validation.Loss, validation.Accuracy, hasMacroF1 ? validation.MacroF1 : null), logits);
    }

    static void RequireFinite(ModelKind kind, EpochMetrics metrics)
    {
        if (!double.IsFinite(metrics.TrainLoss) || !double.IsFinite(metrics.ValidationLoss))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind.Name}, epoch {metrics.Epoch}: found a training loss of {metrics.TrainLoss} and a validation loss of "
                + $"{metrics.ValidationLoss}, expected numbers; try a lower training.learningRate"));
        }
    }

    /// <summary>Scores the test set with the best checkpoint, once.</summary>
    (EvaluationMetrics? Metrics, double? Seconds) Test(
        RecurrentClassifier model, CheckpointWriter checkpoints, string name, CancellationToken cancellationToken)
    {
        if (data.Test is null)
        {
            return (null, null);
        }

        var best = Checkpoint.Read(checkpoints.Best).Weights;
        ModelWeights.Restore(model, best);
        var start = time.GetTimestamp();
        float[] logits = [];
        progress.Run($"{name} test", data.Test.Count, report => logits = Evaluator.Logits(model, data.Test, _device, report, cancellationToken));
        if (data.Wide is { } wide)
        {
            logits = Fusion.Of(best).Apply(logits, wide.Logits([.. data.TestTexts.Select(text => text.Text)], data.Encoder, cancellationToken));
        }

        var seconds = time.GetElapsedTime(start).TotalSeconds;
        var metrics = Evaluator.Measure(logits, data.Test.Labels, data.Labels.Count, Threshold);
        var width = model.Config.OutputCount;
        var report = model.Config.FitsFirstFormat
            ? null
            : ClassificationReport.Of(data.Labels.Names, data.Test.Labels, i => ProbabilitiesOf(logits.AsSpan(i * width, width)), Threshold);
        checkpoints.SaveTest(
            [.. ValidationOf(model, best, checkpoints, cancellationToken), .. data.TestPart!.Predictions(logits, Threshold)],
            data.TestTexts.Select((text, i) => RecordedLogit.Of(text.Id, text.Label, logits.AsSpan(i * width, width))), metrics.Counts, report);
        timings?.AddTest(name, seconds);
        if (metrics.Counts is { } counts)
        {
            Log.TestCompleted(
                logger, name, new(counts.Accuracy), new(counts.Precision), new(counts.Recall), new(counts.F1),
                counts.TruePositives, counts.FalsePositives, counts.TrueNegatives, counts.FalseNegatives, seconds);
        }
        else
        {
            Log.TestOfClassesCompleted(logger, name, new(metrics.Accuracy), new(metrics.MacroF1), seconds);
        }

        return (metrics, seconds);

        static double[] ProbabilitiesOf(ReadOnlySpan<float> outputs) => ScoreComparison.Probabilities(ScoreComparison.Doubles(outputs));
    }

    /// <summary>The predictions of the best epoch for the validation texts, as they were saved; those of an older version's run are computed again.</summary>
    IEnumerable<PredictedText> ValidationOf(RecurrentClassifier model, StateDict best, CheckpointWriter checkpoints, CancellationToken cancellationToken)
    {
        if (checkpoints.ReadValidation(data.ValidationPart.Ids) is { } saved)
        {
            return saved;
        }

        var logits = Evaluator.Logits(model, data.Validation, _device, cancellationToken: cancellationToken);
        return data.ValidationPart.Predictions(data.Wide is { } wide ? Fusion.Of(best).Apply(logits, wide.ValidationLogits) : logits, Threshold);
    }
}
