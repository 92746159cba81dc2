using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Scores data sets with a model in evaluation mode.</summary>
static class Evaluator
{
    const int BatchSize = 250;

    /// <summary>The logit of every text, in the order of the data set.</summary>
    public static float[] Logits(
        RecurrentClassifier model, EncodedDataset dataset, Device device, Action<int>? report = null, CancellationToken cancellationToken = default)
    {
        var logits = new float[dataset.Count];
        var done = 0;
        var wasTraining = model.training;
        model.eval();
        using (no_grad())
        {
            foreach (var batch in dataset.Batches(BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var (inputIds, _) = batch.ToTensors(device);
                ModelWeights.ToArray(model.call(inputIds)).CopyTo(logits, done);
                done += batch.Count;
                report?.Invoke(batch.Count);
            }
        }

        model.train(wasTraining);
        return logits;
    }

    /// <summary>Loss and counts of logits against labels; a probability at or above <paramref name="threshold"/> is label 1.</summary>
    public static EvaluationMetrics Measure(ReadOnlySpan<float> logits, IReadOnlyList<int> labels, double threshold)
    {
        var (loss, counts) = (0.0, default(ClassificationMetrics));
        for (var i = 0; i < logits.Length; i++)
        {
            var logit = (double)logits[i];

            // The stable form of -log(sigmoid(x)) and -log(1 - sigmoid(x)), as in PyTorch's BCEWithLogitsLoss.
            loss += Math.Max(logit, 0) - (logit * labels[i]) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            counts = counts.Add(1 / (1 + Math.Exp(-logit)) >= threshold, labels[i] == 1);
        }

        return new EvaluationMetrics(loss / logits.Length, counts);
    }
}
