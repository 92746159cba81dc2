using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>Scores data sets with a model in evaluation mode.</summary>
static class Evaluator
{
    const int BatchSize = 250;

    /// <summary>The logits [N, K] of all texts, in the order of the data set.</summary>
    public static float[] Logits(
        RecurrentClassifier model, EncodedDataset dataset, Device device, Action<int>? report = null, CancellationToken cancellationToken = default)
    {
        var width = model.Config.OutputCount;
        var logits = new float[dataset.Count * width];
        var wasTraining = model.training;
        model.eval();
        using (no_grad())
        {
            foreach (var batch in dataset.Batches(BatchSize, byLength: model.Config.MaskPadding))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var values = ModelWeights.ToArray(model.call(batch.InputIds(device)));
                for (var i = 0; i < batch.Count; i++)
                {
                    values.AsSpan(i * width, width).CopyTo(logits.AsSpan(batch.Rows.Span[i] * width));
                }

                report?.Invoke(batch.Count);
            }
        }

        model.train(wasTraining);
        return logits;
    }

    /// <summary>Loss and counts of logits [N, K] against labels.</summary>
    /// <param name="logits">One a text for two classes, else one a class.</param>
    /// <param name="labels">The index of each text's label.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="threshold">Of two classes, a probability at or above it is the last label.</param>
    public static EvaluationMetrics Measure(ReadOnlySpan<float> logits, IReadOnlyList<int> labels, int classes, double threshold) =>
        classes == 2 ? MeasureTwo(logits, labels, threshold) : MeasureMore(logits, labels, classes);

    /// <summary>The most probable class of a text.</summary>
    /// <param name="logits">One for two classes, of which 0 means that they are equally probable; else one a class.</param>
    public static int Predicted(ReadOnlySpan<float> logits)
    {
        if (logits.Length == 1)
        {
            return logits[0] >= 0 ? 1 : 0;
        }

        var predicted = 0;
        for (var k = 1; k < logits.Length; k++)
        {
            predicted = logits[k] > logits[predicted] ? k : predicted;
        }

        return predicted;
    }

    static EvaluationMetrics MeasureTwo(ReadOnlySpan<float> logits, IReadOnlyList<int> labels, double threshold)
    {
        var (loss, counts) = (0.0, default(ClassificationMetrics));
        for (var i = 0; i < logits.Length; i++)
        {
            var logit = (double)logits[i];

            // The stable form of -log(sigmoid(x)) and -log(1 - sigmoid(x)), as in PyTorch's BCEWithLogitsLoss.
            loss += Math.Max(logit, 0) - (logit * labels[i]) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            counts = counts.Add(1 / (1 + Math.Exp(-logit)) >= threshold, labels[i] == 1);
        }

        var ofTheOther = new ClassificationMetrics(counts.TrueNegatives, counts.FalseNegatives, counts.TruePositives, counts.FalsePositives);
        return new EvaluationMetrics(loss / logits.Length, counts.Accuracy, (counts.F1 + ofTheOther.F1) / 2, counts);
    }

    static EvaluationMetrics MeasureMore(ReadOnlySpan<float> logits, IReadOnlyList<int> labels, int classes)
    {
        var (loss, right) = (0.0, 0);
        var (found, wanted, both) = (new int[classes], new int[classes], new int[classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var label = labels[i];
            var predicted = Predicted(row);
            var sum = 0.0;
            foreach (var logit in row)
            {
                sum += Math.Exp((double)logit - row[predicted]);
            }

            loss += Math.Log(sum) + row[predicted] - row[label];
            right += predicted == label ? 1 : 0;
            found[predicted]++;
            wanted[label]++;
            both[label] += predicted == label ? 1 : 0;
        }

        var macroF1 = Enumerable.Range(0, classes).Where(k => found[k] + wanted[k] > 0).Average(k => 2.0 * both[k] / (found[k] + wanted[k]));
        return new EvaluationMetrics(loss / labels.Count, (double)right / labels.Count, macroF1, null);
    }
}
