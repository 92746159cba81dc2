using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Exporter.Sources;

/// <summary>What is exported: a checkpoint in memory, and where its parts come from.</summary>
/// <param name="Checkpoint">Configuration, weights, vocabulary, probes.</param>
/// <param name="WeightsPath">The file of the weights, which errors name.</param>
/// <param name="ProbesPath">The file that the logits of the probes come from, which errors name.</param>
/// <param name="ProbesOrigin">Who made these logits, in words.</param>
/// <param name="Metrics">What the training measured; null when it is unknown.</param>
/// <param name="CheckpointDirectory">The directory of the checkpoint; null when there is none.</param>
sealed record ExportSource(
    Checkpoint Checkpoint, string WeightsPath, string ProbesPath, string ProbesOrigin, TrainingMetrics? Metrics, string? CheckpointDirectory)
{
    /// <summary>How the checkpoint differs from what the trainer wrote; null where it does not.</summary>
    public Adjustment? Adjustment { get; init; }

    /// <summary>The encoder of training and scoring.</summary>
    public TextEncoder Encoder { get; } = new(Checkpoint.Config.Preprocessing, Checkpoint.Vocabulary, Checkpoint.NGrams);

    /// <summary>Reads a checkpoint of the trainer.</summary>
    /// <exception cref="CheckpointFormatException">It is damaged.</exception>
    public static ExportSource FromCheckpoint(string directory)
    {
        var checkpoint = Checkpoint.Read(directory);
        if (checkpoint.Metrics.Count == 0)
        {
            throw new CheckpointFormatException(Path.Combine(directory, Checkpoint.MetricsFile), null, "no epoch", "a line for each epoch");
        }

        var last = checkpoint.Metrics[^1];
        return new ExportSource(
            checkpoint,
            Path.Combine(directory, Checkpoint.WeightsFile),
            Path.Combine(directory, Checkpoint.ProbesFile),
            "the trainer",
            new TrainingMetrics(last.Epoch, last.ValidationLoss, last.ValidationAccuracy, checkpoint.Test, checkpoint.TestReport),
            directory);
    }
}
