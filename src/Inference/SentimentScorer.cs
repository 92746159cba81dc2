using System.Runtime.ExceptionServices;
using RnnToolkit.Bundle;
using RnnToolkit.Inference.Internals;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <summary>Scores raw text with an exported model: the same text gets the same token ids, and within 1e-5 the probability, of the training.</summary>
/// <remarks>
/// <para>Load it once and share it: every member may be called from any number of threads at once.</para>
/// <para>A score depends on its text alone, not on its neighbours in a batch: sizes of batches move a probability by less than 1e-6.
/// Equal batches give equal bits.</para>
/// <para><see cref="Dispose"/> lets calls that are under way finish; later ones throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed partial class SentimentScorer : IDisposable
{
    readonly OnnxSession _session;
    readonly TextEncoder _encoder;
    readonly Tokenizer _tokenizer;
    readonly BatchBufferPool _buffers;
    readonly UseCount _uses;
    readonly string _directory;
    readonly SentimentScorerOptions _options;
    readonly double _threshold;
    readonly string[] _labels;

    SentimentScorer(string directory, ModelBundle bundle, OnnxSession session, SentimentScorerOptions options)
    {
        Manifest = bundle.Manifest; // not the bundle: the bytes of its graph are in the session now
        _directory = directory;
        _session = session;
        _options = options;
        _encoder = new TextEncoder(bundle.Manifest.Preprocessing, bundle.Vocabulary);
        _tokenizer = new Tokenizer(bundle.Manifest.Preprocessing);
        _buffers = new BatchBufferPool(_encoder.SequenceLength);
        _uses = new UseCount(Release);
        _threshold = options.Threshold ?? bundle.Manifest.Threshold;
        _labels = [.. bundle.Manifest.Labels];
    }

    /// <summary>What the bundle says of itself: architecture, preprocessing, labels, threshold, metrics.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>What computes the scores. Not what was asked for, where that cannot run here.</summary>
    public ExecutionProvider ExecutionProvider => _session.Provider;

    /// <summary>Why it is this provider: one line for people, for example the error that kept a GPU from being used.</summary>
    public string ExecutionProviderReason => _session.ProviderReason;

    /// <summary>Loads a bundle, checks all of its files, and runs the model once.</summary>
    /// <param name="path">The directory of the bundle.</param>
    /// <param name="options">How to run; null takes the defaults.</param>
    /// <returns>The scorer, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="BundleFormatException">The bundle is missing, damaged or swapped, or of a version that is not understood.</exception>
    /// <exception cref="PlatformNotSupportedException">The execution provider cannot run here and <see cref="SentimentScorerOptions.FallBackToCpu"/> is off.</exception>
    public static SentimentScorer Load(string path, SentimentScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        if (string.Join("; ", options.Validate()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        var bundle = ModelBundle.Read(path);
        var session = OnnxSession.Open(bundle, path, options);
        return new SentimentScorer(Path.GetFullPath(path), bundle, session, options);
    }

    /// <summary>Scores one text.</summary>
    /// <param name="text">Raw text of any length; a text without tokens is scored, too, and says so in <see cref="SentimentScore.Status"/>.</param>
    /// <returns>Its score.</returns>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    public SentimentScore Score(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Score(text.AsSpan());
    }

    /// <inheritdoc cref="Score(string)"/>
    public SentimentScore Score(ReadOnlySpan<char> text)
    {
        using var use = _uses.Enter(this);
        using var lease = _buffers.Rent(rows: 1);
        lease.Buffer.Encoded[0] = _encoder.Encode(text, lease.Buffer.Ids(row: 0));
        _session.Run(lease.Buffer);
        return ToScore(lease.Buffer, row: 0);
    }

    /// <summary>Scores texts, as many at a time as <see cref="SentimentScorerOptions.MaxBatchSize"/> says.</summary>
    /// <param name="texts">Raw texts; none at all gives no scores.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>A score per text, in the order of the texts.</returns>
    /// <exception cref="ArgumentException">One of the texts is null; the message gives its index.</exception>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public SentimentScore[] ScoreBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
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
        return ScoreAll(texts, cancellationToken);
    }

    /// <summary>Refuses further calls. Native memory goes with the last call or stream that is under way.</summary>
    public void Dispose() => _uses.Close();

    SentimentScore[] ScoreAll(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var count = texts.Count;

        // Not only a shortcut: a batch of no rows ends the process inside ONNX Runtime's LSTM and GRU.
        if (count == 0)
        {
            return [];
        }

        var scores = new SentimentScore[count];
        var batchCount = ((count - 1) / _options.MaxBatchSize) + 1;
        if (batchCount > 1 && _options.MaxDegreeOfParallelism > 1)
        {
            ScoreInParallel(texts, batchCount, scores, cancellationToken);
            return scores;
        }

        for (var batch = 0; batch < batchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScoreOneBatch(texts, batch, scores);
        }

        return scores;
    }

    void ScoreInParallel(IReadOnlyList<string> texts, int batchCount, SentimentScore[] scores, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(
                0,
                batchCount,
                new ParallelOptions { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism, CancellationToken = cancellationToken },
                batch => ScoreOneBatch(texts, batch, scores));
        }
        catch (AggregateException exception)
        {
            // The same exception as without parallelism.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    void ScoreOneBatch(IReadOnlyList<string> texts, int batch, SentimentScore[] scores)
    {
        var first = batch * _options.MaxBatchSize;
        var rows = Math.Min(_options.MaxBatchSize, scores.Length - first);
        using var lease = _buffers.Rent(rows);
        for (var row = 0; row < rows; row++)
        {
            lease.Buffer.Encoded[row] = _encoder.Encode(texts[first + row], lease.Buffer.Ids(row));
        }

        _session.Run(lease.Buffer);
        for (var row = 0; row < rows; row++)
        {
            scores[first + row] = ToScore(lease.Buffer, row);
        }
    }

    SentimentScore ToScore(BatchBuffer buffer, int row)
    {
        var (probability, encoded) = (buffer.Probabilities[row], buffer.Encoded[row]);
        var label = probability >= _threshold ? 1 : 0;
        return new SentimentScore(
            probability, buffer.Logits[row], label, _labels[label], encoded.TokenCount, encoded.UnknownCount, encoded.Truncated, _session.Provider);
    }

    void Release()
    {
        _buffers.Dispose();
        _session.Dispose();
    }
}
