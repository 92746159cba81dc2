using System.Globalization;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>How a <see cref="TextClassifier"/> runs. The defaults suit a server whose requests already run in parallel.</summary>
public sealed record TextClassifierOptions
{
    /// <summary>The largest <see cref="MaxBatchSize"/>.</summary>
    public const int LargestBatchSize = 4096;

    /// <summary>The largest <see cref="IntraOpThreadCount"/>.</summary>
    public const int LargestThreadCount = 1024;

    /// <summary>The largest <see cref="LengthBucketWidth"/>.</summary>
    public const int LargestLengthBucketWidth = PreprocessConfig.MaxSequenceLength;

    /// <summary>
    /// The execution provider to ask for. <see cref="ExecutionProvider.Cpu"/> never touches a GPU;
    /// <see cref="ExecutionProvider.Cuda"/> prefers one, or requires it when <see cref="FallBackToCpu"/> is off;
    /// <see cref="ExecutionProvider.Managed"/> never loads ONNX Runtime.
    /// </summary>
    /// <value>Default <see cref="ExecutionProvider.Cpu"/>.</value>
    public ExecutionProvider ExecutionProvider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>
    /// What happens when <see cref="ExecutionProvider"/> cannot run here: true scores on the CPU and says why in
    /// <see cref="TextClassifier.ExecutionProviderReason"/>; false makes loading fail.
    /// </summary>
    /// <value>Default true.</value>
    public bool FallBackToCpu { get; init; } = true;

    /// <summary>Which GPU, counted from 0; ignored on the CPU.</summary>
    /// <value>Default 0.</value>
    public int DeviceId { get; init; }

    /// <summary>
    /// Threads that compute one batch together, 1 to <see cref="LargestThreadCount"/>. Calls from several threads run in parallel
    /// with 1, too; more threads only shorten a single call. Idle threads sleep; they do not spin. <see cref="ExecutionProvider.Managed"/>
    /// computes a batch on one thread, whatever is asked for.
    /// </summary>
    /// <value>Default 1.</value>
    public int IntraOpThreadCount { get; init; } = 1;

    /// <summary>Texts per run of the model, 1 to <see cref="LargestBatchSize"/>. Longer lists are split; memory use grows with it.</summary>
    /// <value>Default 64.</value>
    public int MaxBatchSize { get; init; } = 64;

    /// <summary>
    /// Batches of one call that run at once, 1 to <see cref="LargestThreadCount"/>: for programs with long lists and idle
    /// processors. Single texts do not benefit.
    /// </summary>
    /// <value>Default 1.</value>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>
    /// How texts that are shorter than the model's sequence length are padded: to a multiple of this many tokens, 1 to
    /// <see cref="LargestLengthBucketWidth"/>; 0 pads them all to the sequence length. Narrow buckets save more steps; wide ones make
    /// fewer batch shapes. Scores are the same, and lists may come in any order: texts of similar length are grouped.
    /// </summary>
    /// <remarks>
    /// Works where the bundle allows padding to be skipped, as exports with left padding and one direction do; elsewhere it has no effect
    /// and <see cref="TextClassifier.LengthBucketWidth"/> is 0.
    /// </remarks>
    /// <value>Default 4 tokens.</value>
    public int LengthBucketWidth { get; init; } = 4;

    /// <summary>
    /// Of two labels, the last one is chosen when its probability is at or above this, 0 to 1; null uses the threshold of the bundle. With
    /// more labels the most probable one is chosen, and a threshold is refused.
    /// </summary>
    /// <value>Default null.</value>
    public double? Threshold { get; init; }

    /// <summary>
    /// When a prediction is <see cref="Prediction.IsUncertain"/>: of two labels when the probability of the last one is closer to the threshold
    /// than this, of more when the next label's probability is; 0 to 1, and 0 calls nothing uncertain. The label does not depend on it.
    /// </summary>
    /// <value>Default 0.1.</value>
    public double UncertaintyMargin { get; init; } = 0.1;

    /// <summary>
    /// Whether predictions keep the probabilities of all labels when there are more than two, in an array that the predictions of a batch share.
    /// Two labels need none: their probabilities are always there.
    /// </summary>
    /// <value>Default true.</value>
    public bool KeepProbabilities { get; init; } = true;

    /// <summary>
    /// Memory for what <see cref="ExecutionProvider.Managed"/> remembers of words: the product of the first layer's weights with the word's embedding,
    /// which is computed when the word first occurs. Words beyond it cost more time; scores do not depend on it. 0 remembers nothing.
    /// </summary>
    /// <value>Default 64 MiB, in bytes: about 80,000 words of an LSTM with 50 units.</value>
    public long WordTableBytes { get; init; } = 64L << 20;

    /// <summary>Every problem of these options, one line each; empty when they can be used.</summary>
    /// <returns>The problems.</returns>
    public IEnumerable<string> Validate()
    {
        if (!Enum.IsDefined(ExecutionProvider))
        {
            yield return $"{nameof(ExecutionProvider)} is {ExecutionProvider}, expected {string.Join(" or ", Enum.GetNames<ExecutionProvider>())}";
        }

        if (DeviceId < 0)
        {
            yield return $"{nameof(DeviceId)} is {DeviceId}, expected 0 or more";
        }

        if (IntraOpThreadCount is < 1 or > LargestThreadCount)
        {
            yield return $"{nameof(IntraOpThreadCount)} is {IntraOpThreadCount}, expected 1 to {LargestThreadCount}";
        }

        if (MaxBatchSize is < 1 or > LargestBatchSize)
        {
            yield return $"{nameof(MaxBatchSize)} is {MaxBatchSize}, expected 1 to {LargestBatchSize}";
        }

        if (MaxDegreeOfParallelism is < 1 or > LargestThreadCount)
        {
            yield return $"{nameof(MaxDegreeOfParallelism)} is {MaxDegreeOfParallelism}, expected 1 to {LargestThreadCount}";
        }

        if (LengthBucketWidth is < 0 or > LargestLengthBucketWidth)
        {
            yield return $"{nameof(LengthBucketWidth)} is {LengthBucketWidth}, expected 0 to {LargestLengthBucketWidth}";
        }

        if (WordTableBytes < 0)
        {
            yield return $"{nameof(WordTableBytes)} is {WordTableBytes}, expected 0 or more";
        }

        if (Threshold is { } threshold and not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{nameof(Threshold)} is {threshold}, expected 0 to 1");
        }

        if (!(UncertaintyMargin is >= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{nameof(UncertaintyMargin)} is {UncertaintyMargin}, expected 0 to 1");
        }
    }
}
