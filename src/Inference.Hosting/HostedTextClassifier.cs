using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.Inference.Hosting.Internals;
using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference.Hosting;

/// <summary>
/// A <see cref="TextClassifier"/> for an app that runs for months: it switches to a new bundle without failing a call, reports metrics
/// and activities, and can score concurrent calls together.
/// </summary>
/// <remarks>
/// <para>Register it with <see cref="TextClassifierServiceCollectionExtensions.AddTextClassifier(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{TextClassifierHostOptions})"/>
/// and inject <see cref="ITextClassifier"/>, or this type where the app needs <see cref="Reload"/> and <see cref="ReloadFailure"/>.</para>
/// <para>Every member is safe for use from several threads. A call finishes on the bundle that it started with, and its result names
/// that bundle: <see cref="Prediction.Bundle"/>. <see cref="Bundle"/> and <see cref="Manifest"/> are those of the bundle that serves
/// at the moment, which may not be the one that made an earlier result.</para>
/// </remarks>
public sealed class HostedTextClassifier : ITextClassifier, IAsyncDisposable, IDisposable
{
    readonly TextClassifierHostOptions _options;
    readonly Telemetry _telemetry;
    readonly ILogger _logger;
    readonly MicroBatcher? _batcher;
    readonly Lock _reloading = new();
    volatile LoadedBundle _current;
    volatile RejectedBundle? _rejected;
    volatile bool _isDisposed;

    /// <summary>Loads the bundle.</summary>
    /// <param name="options">Which bundle, and how.</param>
    /// <param name="meters">Creates the meter.</param>
    /// <param name="logger">Receives loads, reloads and rejections.</param>
    /// <param name="name">Tells the classifier apart from others in metrics.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="BundleFormatException">The bundle is missing or damaged, or it does not reproduce the trainer's numbers.</exception>
    /// <exception cref="PlatformNotSupportedException">The execution provider cannot run here and must not be replaced.</exception>
    public HostedTextClassifier(
        TextClassifierHostOptions options, IMeterFactory meters, ILogger<HostedTextClassifier> logger, string name = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join("; ", options.Validate()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _options = options;
        _logger = logger;
        _telemetry = new Telemetry(meters, name);
        _current = LoadedBundle.Load(options, CancellationToken.None);
        if (options.MicroBatching)
        {
            _batcher = new MicroBatcher(
                texts => Use(classifier => Count(classifier, classifier.ClassifyBatch(texts))).Result,
                options.MaxBatchSize,
                options.MaxDegreeOfParallelism,
                options.MicroBatchQueueLength,
                _telemetry.QueueChanged);
        }

        Log.Loaded(logger, Manifest.Name, options.BundlePath, ExecutionProvider, ExecutionProviderReason);
    }

    /// <summary>The bundle that serves now.</summary>
    public BundleIdentity Bundle => _current.Identity;

    /// <inheritdoc cref="TextClassifier.Manifest"/>
    public BundleManifest Manifest => _current.Classifier.Manifest;

    /// <inheritdoc cref="TextClassifier.ExecutionProvider"/>
    public ExecutionProvider ExecutionProvider => _current.Classifier.ExecutionProvider;

    /// <inheritdoc cref="TextClassifier.ExecutionProviderReason"/>
    public string ExecutionProviderReason => _current.Classifier.ExecutionProviderReason;

    /// <summary>Why the newest bundle in the directory was rejected, in one line; null when there was nothing to reject.</summary>
    public string? ReloadFailure => _rejected?.Problem;

    /// <inheritdoc cref="TextClassifier.Classify(string)"/>
    public Prediction Classify(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.Measure("classify", 1, () => Use(classifier => Count(classifier, classifier.Classify(text))));
    }

    /// <summary>
    /// Scores one text on a thread of the pool; together with others that wait at the same time when
    /// <see cref="TextClassifierHostOptions.MicroBatching"/> is on.
    /// </summary>
    /// <inheritdoc cref="TextClassifier.ClassifyAsync" path="/*[not(self::summary)]"/>
    public Task<Prediction> ClassifyAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.MeasureAsync("classify", 1, async () => _batcher is null
            ? await Task.Run(() => Use(classifier => Count(classifier, classifier.Classify(text))), cancellationToken).ConfigureAwait(false)
            : By(await _batcher.ClassifyAsync(text, cancellationToken).ConfigureAwait(false)));
    }

    /// <inheritdoc cref="TextClassifier.ClassifyBatch"/>
    public Prediction[] ClassifyBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _telemetry.Measure("classify_batch", texts.Count, () => Use(classifier => Count(classifier, classifier.ClassifyBatch(texts, cancellationToken))));
    }

    /// <inheritdoc cref="TextClassifier.ClassifyBatchAsync"/>
    public Task<Prediction[]> ClassifyBatchAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _telemetry.MeasureAsync("classify_batch", texts.Count, () =>
            Task.Run(() => Use(classifier => Count(classifier, classifier.ClassifyBatch(texts, cancellationToken))), cancellationToken));
    }

    /// <summary>As <see cref="TextClassifier.ClassifyStream(IAsyncEnumerable{string}, CancellationToken)"/>; the bundle that serves when it starts scores the whole stream.</summary>
    /// <inheritdoc cref="TextClassifier.ClassifyStream(IAsyncEnumerable{string}, CancellationToken)" path="/*[not(self::summary)]"/>
    public async IAsyncEnumerable<Prediction> ClassifyStream(
        IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var use = Enter(out var current);
        await foreach (var prediction in current.Classifier.ClassifyStream(texts, cancellationToken).ConfigureAwait(false))
        {
            _telemetry.Scored(prediction);
            yield return prediction;
        }
    }

    /// <inheritdoc cref="TextClassifier.Encode"/>
    public TextEncoding Encode(string text) => _current.Classifier.Encode(text); // needs nothing that is disposed

    /// <inheritdoc cref="TextClassifier.Explain"/>
    public Explanation Explain(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.Measure("explain", 1, () => Use(classifier => new Scored<Explanation>(classifier.Explain(text, cancellationToken), classifier.Bundle, classifier.ExecutionProvider)));
    }

    /// <summary>Scores the golden texts of the bundle that serves and compares with what the trainer recorded.</summary>
    /// <remarks>The texts were kept when the bundle was loaded: a swap on disk, or a bundle that was deleted there, makes no difference.</remarks>
    /// <inheritdoc cref="TextClassifier.Verify(CancellationToken)" path="/*[not(self::summary)]"/>
    public VerificationResult Verify(CancellationToken cancellationToken = default) => VerifyLoaded(cancellationToken).Result;

    /// <summary>Looks for a new bundle in the directory and, if there is one, switches to it. The host calls this regularly.</summary>
    /// <param name="cancellationToken">Checked between batches of the golden texts.</param>
    /// <returns>True when it switched. When the new bundle was rejected, <see cref="ReloadFailure"/> says why.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public bool Reload(CancellationToken cancellationToken = default)
    {
        lock (_reloading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var old = _current;
            if (BundleOnDisk.ManifestHash(_options.BundlePath) is not { } hash || hash == old.ManifestHash)
            {
                // No manifest: while one directory replaces another there may be none. If it stays away, the health check says so.
                _rejected = null;
                return false;
            }

            try
            {
                _current = LoadedBundle.Load(_options, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever is wrong, the old bundle works. The new one may still be being copied: the next look tries again. The log
                // says it once.
                var isNews = _rejected?.Problem != exception.Message;
                _rejected = new RejectedBundle(hash, exception.Message);
                if (isNews)
                {
                    _telemetry.Reloaded(loaded: false);
                    Log.Rejected(_logger, _options.BundlePath, old.Identity.Name, exception.Message);
                }

                return false;
            }

            old.Retire();
            _rejected = null;
            _telemetry.Reloaded(loaded: true);
            Log.Reloaded(_logger, old.Identity.Name, Manifest.Name, _options.BundlePath);
            return true;
        }
    }

    /// <summary>Rejects further calls and lets those that are running finish.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>Completes when no text is queued any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_batcher is not null)
        {
            await _batcher.DisposeAsync().ConfigureAwait(false);
        }

        lock (_reloading)
        {
            _isDisposed = true;
            _current.Retire();
        }
    }

    /// <summary>Verifies the bundle that serves now.</summary>
    internal (LoadedBundle Bundle, VerificationResult Result) VerifyLoaded(CancellationToken cancellationToken)
    {
        using var use = Enter(out var current);
        return (current, current.Verify(cancellationToken));
    }

    /// <inheritdoc cref="BundleOnDisk.ProblemAsync"/>
    internal Task<string?> ProblemOnDiskAsync(LoadedBundle loaded, CancellationToken cancellationToken) =>
        BundleOnDisk.ProblemAsync(_options.BundlePath, loaded, _rejected, cancellationToken);

    T Use<T>(Func<TextClassifier, T> call)
    {
        using var use = Enter(out var current);
        return call(current.Classifier);
    }

    UseCount.Use Enter(out LoadedBundle bundle)
    {
        while (true)
        {
            bundle = _current;
            if (bundle.TryEnter(out var use))
            {
                return use;
            }

            // Retired: there is a newer one, unless the classifier was disposed.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }
    }

    Scored<Prediction> Count(TextClassifier classifier, Prediction prediction)
    {
        _telemetry.ScoredBatch(classifier.Bundle, [prediction]);
        return By(prediction);
    }

    Scored<Prediction[]> Count(TextClassifier classifier, Prediction[] predictions)
    {
        _telemetry.ScoredBatch(classifier.Bundle, predictions);
        return new(predictions, classifier.Bundle, classifier.ExecutionProvider);
    }

    static Scored<Prediction> By(Prediction prediction) => new(prediction, prediction.Bundle, prediction.ExecutionProvider);
}
