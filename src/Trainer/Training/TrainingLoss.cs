using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Training;

/// <summary>What training makes small: binary cross entropy for two classes, cross entropy for more.</summary>
sealed class TrainingLoss
{
    readonly int _classes;
    readonly double _smoothing;
    readonly float[]? _weights; // of the classes; null when all count alike
    readonly Device _device;

    /// <summary>Creates the loss.</summary>
    /// <param name="options">The recipe.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="trainLabels">The labels of the training texts.</param>
    /// <param name="device">Where the model is.</param>
    public TrainingLoss(TrainingOptions options, LabelSet labels, IReadOnlyList<int> trainLabels, Device device)
    {
        (_classes, _smoothing, _device) = (labels.Count, options.LabelSmoothing, device);
        _weights = WeightsOf(options, labels, trainLabels);
    }

    /// <summary>A line for each label in the options that the data does not have.</summary>
    public static IEnumerable<string> Problems(TrainingOptions options, LabelSet labels) =>
        from name in options.LabelWeights?.Keys ?? []
        where labels.IndexOf(name) is null
        select $"training.labelWeights has \"{name}\", expected {labels.Expected}";

    /// <summary>The mean loss of a batch, in which each text counts as much as its class.</summary>
    /// <param name="logits">[B] for two classes, else [B, K].</param>
    /// <param name="labels">The index of each text's label [B].</param>
    public Tensor Of(Tensor logits, int[] labels)
    {
        if (_classes > 2)
        {
            return cross_entropy(
                logits, tensor(Array.ConvertAll(labels, label => (long)label), [labels.Length], device: _device),
                weight: _weights is null ? null : tensor(_weights, [_classes], device: _device), label_smoothing: _smoothing);
        }

        // As cross entropy over two classes smooths and weighs them.
        var targets = tensor(Array.ConvertAll(labels, label => (float)((label * (1 - _smoothing)) + (_smoothing / 2))), [labels.Length], device: _device);
        if (_weights is null)
        {
            return binary_cross_entropy_with_logits(logits, targets);
        }

        var mean = labels.Average(label => _weights[label]);
        var weights = tensor(Array.ConvertAll(labels, label => _weights[label] / mean), [labels.Length], device: _device);
        return binary_cross_entropy_with_logits(logits, targets, weights);
    }

    /// <summary>How much a text of each label counts; null when all count alike.</summary>
    public static float[]? WeightsOf(TrainingOptions options, LabelSet labels, IReadOnlyList<int> trainLabels)
    {
        if (options.ClassWeights is ClassWeighting.None && options.LabelWeights is null)
        {
            return null;
        }

        var weights = new float[labels.Count];
        Array.Fill(weights, 1);
        if (options.ClassWeights is ClassWeighting.Balanced)
        {
            foreach (var (label, count) in trainLabels.CountBy(label => label))
            {
                weights[label] = (float)trainLabels.Count / labels.Count / count;
            }
        }

        foreach (var (name, weight) in options.LabelWeights ?? new Dictionary<string, double>())
        {
            weights[labels.IndexOf(name)!.Value] *= (float)weight;
        }

        return weights;
    }
}
