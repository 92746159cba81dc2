using System.Globalization;
using System.Text.Json.Serialization;

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

    /// <summary>
    /// The most steps of a training; 0, the default, for any number. A training of more has fewer epochs, but at least one, so that a large data
    /// set does not take hours.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxSteps { get; init; }

    /// <summary>
    /// Whether a batch holds texts of similar lengths, which saves padding; default false. The order still changes from epoch to epoch:
    /// texts are shuffled, sorted by length within every 20 batches, and these batches are shuffled.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SimilarLengths { get; init; }

    /// <summary>
    /// By how much of itself, times the step size, every weight shrinks at each step (AdamW; Loshchilov and Hutter 2019), 0 to 10; default 0.
    /// With it, or with a step size that changes, embedding rows move only in the steps that use them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WeightDecay { get; init; }

    /// <summary>How the step size changes; default constant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>The share of all steps in which the step size rises from zero, 0 to 1; default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WarmUp { get; init; }

    /// <summary>
    /// The decay of a moving average of the weights, with which the model is validated and saved, 0 to below 1; 0, the default, for none. In
    /// the first steps the decay is lower, so that the average forgets where the training began.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double AverageDecay { get; init; }

    /// <summary>After how many epochs without a better one the training ends; 0, the default, for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Patience { get; init; }

    /// <summary>By which figure of the validation texts the best epoch is chosen; default the loss.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public BestMetric BestBy { get; init; }

    /// <summary>
    /// Probability with which a known word of a training text becomes an unknown one, 0 to below 1; default 0. It teaches the rows of unknown
    /// words, and needs them (preprocessing.unknownRows).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double WordDropout { get; init; }

    /// <summary>How much of the training target is spread evenly over all classes, 0 to below 1; default 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LabelSmoothing { get; init; }

    /// <summary>How much the texts of each class count; default all alike.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ClassWeighting ClassWeights { get; init; }

    /// <summary>How much more than others the texts of some labels count, by label, above 0 to 1000; null, the default, for all alike.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? LabelWeights { get; init; }

    /// <summary>
    /// The standard deviation of the embedding before training, 0 to 10; 0, the default, for PyTorch's, which is 1. Lower values suit small data:
    /// what few texts teach about a word soon outweighs where its row began.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double EmbeddingScale { get; init; }

    /// <summary>Whether the size of a step depends on how many there are in all, so that epochs cannot be added to a training.</summary>
    [JsonIgnore]
    public bool DependsOnLength => Schedule is LearningRateSchedule.Cosine || WarmUp > 0;

    /// <summary>
    /// Whether the training is Adam with one step size. Then the update of unused embedding rows can be made up for later; otherwise they are
    /// left alone.
    /// </summary>
    [JsonIgnore]
    internal bool IsPlainAdam => Schedule is LearningRateSchedule.Constant && WarmUp == 0 && WeightDecay == 0 && AverageDecay == 0;

    /// <summary>The epochs of a training with so many steps in each.</summary>
    public int EpochsOf(int stepsPerEpoch) =>
        MaxSteps == 0 ? Epochs : Math.Clamp((int)Math.Min(int.MaxValue, ((long)MaxSteps + stepsPerEpoch - 1) / stepsPerEpoch), 1, Epochs);

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
            Check(MaxSteps >= 0, "maxSteps", MaxSteps, "0 or more"),
            Check(WeightDecay is >= 0 and <= 10, "weightDecay", WeightDecay, "0 to 10"),
            Check(Enum.IsDefined(Schedule), "schedule", (int)Schedule, "constant, cosine or plateau"),
            Check(WarmUp is >= 0 and <= 1, "warmUp", WarmUp, "0 to 1"),
            Check(AverageDecay is >= 0 and < 1, "averageDecay", AverageDecay, "0 to below 1"),
            Check(Patience >= 0, "patience", Patience, "0 or more"),
            Check(Enum.IsDefined(BestBy), "bestBy", (int)BestBy, "loss, accuracy or macroF1"),
            Check(WordDropout is >= 0 and < 1, "wordDropout", WordDropout, "0 to below 1"),
            Check(LabelSmoothing is >= 0 and < 1, "labelSmoothing", LabelSmoothing, "0 to below 1"),
            Check(Enum.IsDefined(ClassWeights), "classWeights", (int)ClassWeights, "none or balanced"),
            Check(EmbeddingScale is >= 0 and <= 10, "embeddingScale", EmbeddingScale, "0 to 10"),
        }.Concat((LabelWeights ?? new Dictionary<string, double>()).Select(weight =>
            Check(weight.Value is > 0 and <= 1000, $"labelWeights[{weight.Key}]", weight.Value, "above 0, at most 1000"))).OfType<string>();

        static string? Check(bool holds, string name, double found, string expected) =>
            holds ? null : string.Create(CultureInfo.InvariantCulture, $"training.{name} is {found}, expected {expected}");
    }
}
