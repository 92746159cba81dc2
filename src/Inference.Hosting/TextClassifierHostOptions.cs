namespace RnnToolkit.Inference.Hosting;

/// <summary>Which bundle a <see cref="HostedTextClassifier"/> serves, and how. Can be bound to a configuration section.</summary>
public sealed class TextClassifierHostOptions
{
    static readonly TextClassifierOptions s_defaults = new();

    /// <summary>The directory of the bundle.</summary>
    /// <value>Required; no default.</value>
    public string BundlePath { get; set; } = "";

    /// <inheritdoc cref="TextClassifierOptions.ExecutionProvider"/>
    public ExecutionProvider ExecutionProvider { get; set; } = s_defaults.ExecutionProvider;

    /// <inheritdoc cref="TextClassifierOptions.FallBackToCpu"/>
    public bool FallBackToCpu { get; set; } = s_defaults.FallBackToCpu;

    /// <inheritdoc cref="TextClassifierOptions.DeviceId"/>
    public int DeviceId { get; set; } = s_defaults.DeviceId;

    /// <inheritdoc cref="TextClassifierOptions.WordTableBytes"/>
    public long WordTableBytes { get; set; } = s_defaults.WordTableBytes;

    /// <inheritdoc cref="TextClassifierOptions.IntraOpThreadCount"/>
    public int IntraOpThreadCount { get; set; } = s_defaults.IntraOpThreadCount;

    /// <inheritdoc cref="TextClassifierOptions.MaxBatchSize"/>
    public int MaxBatchSize { get; set; } = s_defaults.MaxBatchSize;

    /// <inheritdoc cref="TextClassifierOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; set; } = s_defaults.MaxDegreeOfParallelism;

    /// <inheritdoc cref="TextClassifierOptions.LengthBucketWidth"/>
    public int LengthBucketWidth { get; set; } = s_defaults.LengthBucketWidth;

    /// <inheritdoc cref="TextClassifierOptions.Threshold"/>
    public double? Threshold { get; set; } = s_defaults.Threshold;

    /// <inheritdoc cref="TextClassifierOptions.UncertaintyMargin"/>
    public double UncertaintyMargin { get; set; } = s_defaults.UncertaintyMargin;

    /// <inheritdoc cref="TextClassifierOptions.KeepProbabilities"/>
    public bool KeepProbabilities { get; set; } = s_defaults.KeepProbabilities;

    /// <summary>
    /// Whether a bundle must reproduce the trainer's numbers for its golden texts before it serves: at the start and at every reload.
    /// </summary>
    /// <value>Default true.</value>
    public bool VerifyOnLoad { get; set; } = true;

    /// <summary>
    /// How often the host looks for a new bundle in the directory, which then replaces the one that serves; zero never looks. A new bundle
    /// that cannot be loaded is rejected, and the old one keeps serving.
    /// </summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether calls of <see cref="HostedTextClassifier.ClassifyAsync"/> that wait at the same time are scored together. A lone call is not
    /// delayed; under load, batches form by themselves.
    /// </summary>
    /// <value>Default false.</value>
    public bool MicroBatching { get; set; }

    /// <summary>Texts that <see cref="MicroBatching"/> queues before <see cref="HostedTextClassifier.ClassifyAsync"/> waits for room, 1 or more.</summary>
    /// <value>Default 1024.</value>
    public int MicroBatchQueueLength { get; set; } = 1024;

    /// <summary>Every problem of these options, one line each; empty when they can be used.</summary>
    /// <returns>The problems.</returns>
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(BundlePath))
        {
            yield return $"{nameof(BundlePath)} is empty, expected the directory of a bundle";
        }

        if (ReloadInterval < TimeSpan.Zero || ReloadInterval.TotalMilliseconds > int.MaxValue)
        {
            yield return $"{nameof(ReloadInterval)} is {ReloadInterval}, expected zero or up to 24 days";
        }

        if (MicroBatchQueueLength < 1)
        {
            yield return $"{nameof(MicroBatchQueueLength)} is {MicroBatchQueueLength}, expected 1 or more";
        }

        foreach (var problem in ToClassifierOptions().Validate())
        {
            yield return problem;
        }
    }

    /// <summary>The same options for a bundle in <paramref name="path"/>.</summary>
    internal TextClassifierHostOptions ForBundle(string path)
    {
        var copy = (TextClassifierHostOptions)MemberwiseClone();
        copy.BundlePath = path;
        return copy;
    }

    internal TextClassifierOptions ToClassifierOptions() => new()
    {
        ExecutionProvider = ExecutionProvider,
        FallBackToCpu = FallBackToCpu,
        DeviceId = DeviceId,
        IntraOpThreadCount = IntraOpThreadCount,
        KeepProbabilities = KeepProbabilities,
        LengthBucketWidth = LengthBucketWidth,
        MaxBatchSize = MaxBatchSize,
        MaxDegreeOfParallelism = MaxDegreeOfParallelism,
        Threshold = Threshold,
        UncertaintyMargin = UncertaintyMargin,
        WordTableBytes = WordTableBytes,
    };
}
