using RnnToolkit.Bundle;
using RnnToolkit.Inference.Internals;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>Classifies raw text with an exported model: the same text gets the same token ids, and within 1e-5 the probability, of the training.</summary>
/// <remarks>
/// <para>Load it once and share it: every member may be called from any number of threads at once.</para>
/// <para>A score depends on its text alone, not on its neighbours in a batch: the other texts in a batch change a probability by less than
/// 1e-6, or by about 1e-5 in a vanilla RNN, which may magnify rounding. Equal calls give equal bits.</para>
/// <para>Texts that are shorter than the model's sequence length cost less where the bundle allows padding to be skipped; see
/// <see cref="TextClassifierOptions.LengthBucketWidth"/>.</para>
/// <para>Nothing here talks to a network or starts a process: the telemetry of ONNX Runtime is off; see <see cref="OnnxRuntimeTelemetry"/>.</para>
/// <para><see cref="Dispose"/> lets running calls finish; later calls throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed partial class TextClassifier : ITextClassifier, IDisposable
{
    readonly ClassifierSession _session;
    readonly TextEncoder _encoder;
    readonly LengthBuckets _buckets;
    readonly BufferPool _buffers;
    readonly UseCount _uses;
    readonly string _directory;
    readonly TextClassifierOptions _options;
    readonly ModelShape _shape;
    readonly double _threshold;
    readonly string[] _labels;

    TextClassifier(string directory, ModelBundle bundle, ClassifierSession session, TextClassifierOptions options)
    {
        Manifest = bundle.Manifest; // not the bundle: the bytes of its graph are in the session now
        _shape = ModelShape.Of(bundle.Manifest);
        _directory = directory;
        _session = session;
        _options = options;
        _encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary, bundle.NGrams);
        _buckets = new LengthBuckets(
            _encoder.SequenceLength,
            bundle.Manifest.Preprocessing.Padding,
            session.LengthBucketWidth,
            session.Provider is ExecutionProvider.Cuda ? LengthBuckets.GpuBatchCost : LengthBuckets.ProcessorBatchCost);
        _buffers = new BufferPool(_shape);
        _uses = new UseCount(Release);

        _threshold = options.Threshold ?? bundle.Manifest.Threshold;
        _labels = [.. bundle.Manifest.Labels];
        Bundle = new BundleIdentity(bundle.Manifest.Name, bundle.Manifest.ManifestSha256);
    }

    /// <summary>What the bundle says about itself: architecture, preprocessing, labels, threshold, metrics.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>The identity of the bundle, which every result carries.</summary>
    public BundleIdentity Bundle { get; }

    /// <summary>What computes the scores. Differs from what was asked for where that cannot run here.</summary>
    public ExecutionProvider ExecutionProvider => _session.Provider;

    /// <summary>Why this provider was chosen, in one line: for example, the error that kept a GPU from being used.</summary>
    public string ExecutionProviderReason => _session.ProviderReason;

    /// <summary>
    /// The width of the length buckets in use, in tokens: <see cref="TextClassifierOptions.LengthBucketWidth"/>, or 0 where
    /// the bundle does not allow padding to be skipped and every text runs over the whole sequence length.
    /// </summary>
    public int LengthBucketWidth => _buckets.Width;

    /// <summary>Loads a bundle, checks all of its files, and runs the model once.</summary>
    /// <param name="path">The directory of the bundle.</param>
    /// <param name="options">How to run; null uses the defaults.</param>
    /// <returns>The classifier, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="BundleFormatException">The bundle is missing, damaged or swapped, or its format version is not supported.</exception>
    /// <exception cref="PlatformNotSupportedException">The execution provider cannot run here and <see cref="TextClassifierOptions.FallBackToCpu"/> is off.</exception>
    public static TextClassifier Load(string path, TextClassifierOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        if (string.Join("; ", options.Validate()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        var bundle = ModelBundle.Read(path);
        if (options.Threshold is not null && bundle.Manifest.Model.OutputCount > 1)
        {
            throw new ArgumentException($"{nameof(options.Threshold)} is for two labels, and the bundle has {bundle.Manifest.Labels.Count}", nameof(options));
        }

        var session = ClassifierSession.Open(bundle, path, options);
        return new TextClassifier(Path.GetFullPath(path), bundle, session, options);
    }

    /// <summary>Scores one text.</summary>
    /// <param name="text">Raw text of any length; a text without tokens is scored, too; see <see cref="Prediction.Status"/>.</param>
    /// <returns>Its score.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Prediction Classify(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Classify(text.AsSpan());
    }

    /// <inheritdoc cref="Classify(string)"/>
    public Prediction Classify(ReadOnlySpan<char> text)
    {
        using var use = _uses.Enter(this);
        using var texts = _buffers.RentTexts(count: 1);
        var encoded = texts.Buffer.Encode(text: 0, _encoder, text);
        using var lease = RunBatch(texts.Buffer, [0], _buckets.LengthOf(encoded.TokenCount));
        return ToPrediction(lease.Buffer, row: 0, encoded, KeptProbabilities(rows: 1));
    }

    /// <summary>Scores texts, as many at a time as <see cref="TextClassifierOptions.MaxBatchSize"/> says.</summary>
    /// <param name="texts">Raw texts; an empty list gives no scores.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>A score per text, in the order of the texts.</returns>
    /// <exception cref="ArgumentException">One of the texts is null; the message gives its index.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Prediction[] ClassifyBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var count = texts.Count;
        for (var i = 0; i < count; i++)
        {
            if (texts[i] is null)
            {
                throw new ArgumentException($"texts[{i}] is null, expected a text", nameof(texts));
            }
        }

        using var use = _uses.Enter(this);
        cancellationToken.ThrowIfCancellationRequested();
        return ClassifyAll(texts, cancellationToken);
    }

    /// <summary>Rejects further calls. Native memory is freed when the last running call or stream ends.</summary>
    public void Dispose() => _uses.Close();

    /// <summary>The array that the predictions of a batch share for their probabilities; null where one number or none is kept.</summary>
    float[]? KeptProbabilities(int rows) =>
        _options.KeepProbabilities && _shape.OutputCount > 1 ? new float[checked(rows * _shape.OutputCount)] : null;

    Prediction ToPrediction(BatchBuffer buffer, int row, EncodedText encoded, float[]? kept)
    {
        var first = row * _shape.OutputCount;
        if (kept is not null)
        {
            buffer.Probabilities(row).CopyTo(kept.AsSpan(first));
        }

        return ToPrediction(buffer.Logits(row), buffer.Probabilities(row), encoded, kept, first);
    }

    // A prediction finds its probabilities later in `kept`, from `first` on; null where it keeps none.
    Prediction ToPrediction(ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, EncodedText encoded, float[]? kept, int first)
    {
        var label = ClassProbabilities.LabelOf(probabilities, _threshold);
        var isBinary = _shape.OutputCount == 1;
        var positive = probabilities[0];
        return new Prediction(
            _labels[label],
            label,
            !isBinary ? probabilities[label] : label == 1 ? positive : 1 - positive,
            isBinary ? new LabelProbabilities(_labels, positive) : kept is null ? default : new LabelProbabilities(_labels, kept, first),
            logits[isBinary ? 0 : label],
            (isBinary ? Math.Abs(positive - _threshold) : probabilities[label] - LargestExcept(probabilities, label)) < _options.UncertaintyMargin,
            encoded.TokenCount,
            encoded.UnknownCount,
            encoded.Truncated,
            _session.Provider,
            Bundle);
    }

    static float LargestExcept(ReadOnlySpan<float> probabilities, int label)
    {
        var largest = 0f;
        for (var i = 0; i < probabilities.Length; i++)
        {
            largest = i == label ? largest : Math.Max(largest, probabilities[i]);
        }

        return largest;
    }

    void Release()
    {
        _buffers.Dispose();
        _session.Dispose();
    }
}
