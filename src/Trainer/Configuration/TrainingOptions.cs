using System.Globalization;

namespace RnnToolkit.Trainer.Configuration;

/// <summary>How a model is trained. The defaults are the paper's.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seeds all random generators: split, initial weights, dropout, order and probes. Not negative; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Passes over the training texts, 1 to 10,000; default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Texts per step, 1 to 65,536; default 50.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>Step size of Adam, above 0 to 10; default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>The norm over all gradients is clipped to this; above 0, default 5.</summary>
    public double MaxGradNorm { get; init; } = 5;

    /// <summary>Share of the training texts of each label that is set aside for validation; above 0, below 1, default 0.2.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <summary>
    /// Whether a batch starts from the hidden state in which the one before it ended, which is another reading of the paper;
    /// by default every batch starts from zero. Evaluation and export always start from zero.
    /// </summary>
    public bool CarryHiddenState { get; init; }

    /// <summary>How many tokens the vocabulary keeps, the most frequent ones; null, the default, keeps all.</summary>
    public int? MaxVocabulary { get; init; }

    /// <summary>How often a token must occur in the training texts to be kept; default 1.</summary>
    public int MinTokenCount { get; init; } = 1;

    /// <summary>
    /// Minutes between checkpoints within an epoch, 0 to 1440; default 5. With 0 only whole epochs are saved. Nothing that is trained
    /// depends on it.
    /// </summary>
    public double CheckpointMinutes { get; init; } = 5;

    /// <summary>Every problem of these options, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        return new[]
        {
            Check(Seed >= 0, "seed", Seed, "0 or more"),
            Check(Epochs is >= 1 and <= 10_000, "epochs", Epochs, "1 to 10000"),
            Check(BatchSize is >= 1 and <= 65_536, "batchSize", BatchSize, "1 to 65536"),
            Check(LearningRate is > 0 and <= 10, "learningRate", LearningRate, "above 0, at most 10"),
            Check(MaxGradNorm is > 0 and < double.PositiveInfinity, "maxGradNorm", MaxGradNorm, "above 0"),
            Check(ValidationShare is > 0 and < 1, "validationShare", ValidationShare, "above 0, below 1"),
            Check(MaxVocabulary is null or >= 1, "maxVocabulary", MaxVocabulary ?? 0, "1 or more, or null"),
            Check(CheckpointMinutes is >= 0 and <= 1440, "checkpointMinutes", CheckpointMinutes, "0 to 1440"),
            Check(MinTokenCount >= 1, "minTokenCount", MinTokenCount, "1 or more"),
        }.OfType<string>();

        static string? Check(bool holds, string name, double found, string expected) =>
            holds ? null : string.Create(CultureInfo.InvariantCulture, $"training.{name} is {found}, expected {expected}");
    }
}
