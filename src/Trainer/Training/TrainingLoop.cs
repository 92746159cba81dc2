using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Records;
using RnnToolkit.Trainer.TensorBoard;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Trains one model, epoch by epoch.</summary>
/// <param name="state">The model, on <paramref name="device"/>, and how it is updated.</param>
/// <param name="loss">What is made small.</param>
/// <param name="words">Which known words become unknown ones.</param>
/// <param name="stepSizes">How far each step goes.</param>
/// <param name="options">The recipe.</param>
/// <param name="device">Where the model is.</param>
/// <param name="timer">Says when a checkpoint within the epoch is due.</param>
/// <param name="firstSteps">Records the first steps; null when they are over.</param>
/// <param name="board">Records steps for TensorBoard; null for none.</param>
sealed class TrainingLoop(
    TrainingState state, TrainingLoss loss, WordDropout words, StepSizes stepSizes, TrainingOptions options, Device device, CheckpointTimer timer,
    FirstStepsRecorder? firstSteps = null, TensorBoardLog? board = null)
{
    // Order and dropout follow from seed, epoch and step alone, so a resumed training takes the steps of one that never stopped.
    readonly SeedStreams _seeds = new(options.Seed);

    /// <summary>Trains for one epoch, or for what is left of it.</summary>
    /// <param name="position">The first step to take.</param>
    /// <param name="before">The epochs before this one.</param>
    /// <param name="train">The texts to train on.</param>
    /// <param name="save">Receives the position between two steps when a checkpoint is due, and before training stops.</param>
    /// <param name="live">Follows each step; null for nobody who watches.</param>
    /// <param name="cancellationToken">Checked at each step.</param>
    /// <returns>The mean training loss of the texts in this epoch.</returns>
    public double TrainEpoch(
        TrainingPosition position, IReadOnlyList<EpochMetrics> before, EncodedDataset train, Action<TrainingPosition> save, LiveFigures? live,
        CancellationToken cancellationToken)
    {
        var (model, update, average) = (state.Model, state.Update, state.Average);
        model.train();
        if (position.Step == 0)
        {
            model.ResetHiddenState();
        }

        using var lossSum = tensor(new[] { (float)position.LossSum }, [1], device: device);
        var savedStep = position.Step;
        var order = _seeds.For(RandomStream.Order, position.Epoch);
        var (batches, skipped) = train.Shuffled(options.BatchSize, order, options.SimilarLengths, firstBatch: position.Step);
        live?.Start(skipped);
        foreach (var batch in batches)
        {
            if (timer.IsEnabled && position.Step > savedStep && (timer.IsDue || cancellationToken.IsCancellationRequested))
            {
                savedStep = position.Step;
                save(position with { LossSum = lossSum.ToDouble() });
                timer.Restart();
            }

            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope(); // per step, or an epoch's tensors pile up
            using var dropout = random.manual_seed(unchecked((long)_seeds.For(RandomStream.Dropout, position.Epoch, position.Step)));
            words.Apply(batch.Ids, _seeds.For(RandomStream.Words, position.Epoch, position.Step));
            update.Prepare(batch.Ids);
            var logits = model.call(batch.InputIds(device));
            var batchLoss = loss.Of(logits, batch.Labels);
            batchLoss.backward();
            average?.Prepare(batch.Ids);
            var stepSize = stepSizes.At(position.Epoch, position.Step, before);
            update.Step(stepSize);
            average?.Add();
            using (no_grad())
            {
                lossSum.add_(batchLoss.detach(), alpha: batch.Count); // stays on the device: no wait per step
            }

            firstSteps?.Add(batch, batchLoss);
            position = position with { Step = position.Step + 1 };
            board?.Step(position, batchLoss, stepSize);
            live?.Step(logits, batch.Labels, lossSum);
        }

        update.Settle();
        return lossSum.ToDouble() / train.Count;
    }
}
