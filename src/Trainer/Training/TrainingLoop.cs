using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using RnnToolkit.Trainer.Randomness;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Training;

/// <summary>Trains one model, epoch by epoch.</summary>
/// <param name="model">The model, on <paramref name="device"/>.</param>
/// <param name="update">Clips and steps.</param>
/// <param name="options">The recipe.</param>
/// <param name="device">Where the model is.</param>
sealed class TrainingLoop(RecurrentClassifier model, ParameterUpdate update, TrainingOptions options, Device device)
{
    // Order and dropout follow from seed, epoch and step alone, so a resumed training takes the steps of one that never stopped.
    readonly SeedStreams _seeds = new(options.Seed);

    /// <summary>Trains for one epoch.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="train">The texts to learn from.</param>
    /// <param name="report">Receives the number of texts after each step.</param>
    /// <param name="cancellationToken">Checked at each step.</param>
    /// <returns>The mean loss over the texts while they were learnt.</returns>
    public double TrainEpoch(int epoch, EncodedDataset train, Action<int>? report, CancellationToken cancellationToken)
    {
        model.train();
        model.ResetHiddenState();
        using var lossSum = zeros(1, device: device);
        var step = 0;
        foreach (var batch in train.Batches(options.BatchSize, shuffleSeed: _seeds.For(RandomStream.Order, epoch)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope(); // per step, or an epoch's tensors pile up
            using var dropout = random.manual_seed(unchecked((long)_seeds.For(RandomStream.Dropout, epoch, step++)));
            var (inputIds, labels) = batch.ToTensors(device);
            update.Prepare(batch.Ids);
            var loss = binary_cross_entropy_with_logits(model.call(inputIds), labels);
            loss.backward();
            update.Step();
            using (no_grad())
            {
                lossSum.add_(loss.detach(), alpha: batch.Count); // stays on the device: no wait per step
            }

            report?.Invoke(batch.Count);
        }

        update.Settle();
        return lossSum.ToDouble() / train.Count;
    }
}
