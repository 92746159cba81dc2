using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.Inference.Hosting.Internals;
using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference.Hosting;

/// <summary>
/// A <see cref="SentimentScorer"/> for an app that runs for months: it changes to a new bundle without missing a call, reports
/// metrics and activities, and scores concurrent calls together when asked to.
/// </summary>
/// <remarks>
/// Register it with <see cref="SentimentScorerServiceCollectionExtensions.AddSentimentScorer(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{SentimentScorerHostOptions})"/>
/// and take it as a constructor parameter. Every member may be called from any number of threads at once. A call that began with one
/// bundle ends with it.
/// </remarks>
public sealed class HostedSentimentScorer : IAsyncDisposable, IDisposable
{
    readonly SentimentScorerHostOptions _options;
    readonly Telemetry _telemetry;
    readonly ILogger _logger;
    readonly MicroBatcher? _batcher;
    readonly Lock _reloading = new();
    volatile LoadedBundle _current;
    volatile string? _reloadFailure;
    volatile bool _isDisposed;

    /// <summary>Loads the bundle.</summary>
    /// <param name="options">Which bundle, and how.</param>
    /// <param name="meters">Makes the meter.</param>
    /// <param name="logger">Told of loads, reloads and refusals.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every problem.</exception>
    /// <exception cref="BundleFormatException">The bundle is missing, damaged, or does not give the trainer's numbers.</exception>
    /// <exception cref="PlatformNotSupportedException">The execution provider cannot run here and must not be replaced.</exception>
    public HostedSentimentScorer(SentimentScorerHostOptions options, IMeterFactory meters, ILogger<HostedSentimentScorer> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join("; ", options.Validate()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _options = options;
        _logger = logger;
        _telemetry = new Telemetry(meters);
        _current = LoadedBundle.Load(options, CancellationToken.None);
        if (options.MicroBatching)
        {
            _batcher = new MicroBatcher(
                texts => Use(scorer => Count(scorer, scorer.ScoreBatch(texts))).Result,
                options.MaxBatchSize,
                options.MaxDegreeOfParallelism,
                options.MicroBatchQueueLength);
        }

        Log.Loaded(logger, Manifest.Name, options.BundlePath, ExecutionProvider, ExecutionProviderReason);
    }

    /// <inheritdoc cref="SentimentScorer.Manifest"/>
    public BundleManifest Manifest => _current.Scorer.Manifest;

    /// <inheritdoc cref="SentimentScorer.ExecutionProvider"/>
    public ExecutionProvider ExecutionProvider => _current.Scorer.ExecutionProvider;

    /// <inheritdoc cref="SentimentScorer.ExecutionProviderReason"/>
    public string ExecutionProviderReason => _current.Scorer.ExecutionProviderReason;

    /// <summary>Why the bundle that stands in the directory now was refused, in one line; null when the one that serves is the newest.</summary>
    public string? ReloadFailure => _reloadFailure;

    /// <inheritdoc cref="SentimentScorer.Score(string)"/>
    public SentimentScore Score(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.Measure("score", 1, () => Use(scorer => Count(scorer, scorer.Score(text))));
    }

    /// <summary>
    /// Scores one text on a thread of the pool, together with others that wait at the same time when
    /// <see cref="SentimentScorerHostOptions.MicroBatching"/> is on.
    /// </summary>
    /// <inheritdoc cref="SentimentScorer.ScoreAsync" path="/*[not(self::summary)]"/>
    public Task<SentimentScore> ScoreAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.MeasureAsync("score", 1, async () => _batcher is null
            ? await Task.Run(() => Use(scorer => Count(scorer, scorer.Score(text))), cancellationToken).ConfigureAwait(false)
            : By(_current.Scorer, await _batcher.ScoreAsync(text, cancellationToken).ConfigureAwait(false)));
    }

    /// <inheritdoc cref="SentimentScorer.ScoreBatch"/>
    public SentimentScore[] ScoreBatch(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _telemetry.Measure("score_batch", texts.Count, () => Use(scorer => Count(scorer, scorer.ScoreBatch(texts, cancellationToken))));
    }

    /// <inheritdoc cref="SentimentScorer.ScoreBatchAsync"/>
    public Task<SentimentScore[]> ScoreBatchAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return _telemetry.MeasureAsync("score_batch", texts.Count, () =>
            Task.Run(() => Use(scorer => Count(scorer, scorer.ScoreBatch(texts, cancellationToken))), cancellationToken));
    }

    /// <summary>As <see cref="SentimentScorer.ScoreStream(IAsyncEnumerable{string}, CancellationToken)"/>; the whole stream is scored by the bundle that it began with.</summary>
    /// <inheritdoc cref="SentimentScorer.ScoreStream(IAsyncEnumerable{string}, CancellationToken)" path="/*[not(self::summary)]"/>
    public async IAsyncEnumerable<SentimentScore> ScoreStream(
        IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var use = Enter(out var scorer);
        await foreach (var score in scorer.ScoreStream(texts, cancellationToken).ConfigureAwait(false))
        {
            _telemetry.Count(scorer.Manifest.Name, score);
            yield return score;
        }
    }

    /// <inheritdoc cref="SentimentScorer.Encode"/>
    public TextEncoding Encode(string text) => _current.Scorer.Encode(text); // needs nothing that is disposed

    /// <inheritdoc cref="SentimentScorer.Explain"/>
    public Explanation Explain(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _telemetry.Measure("explain", 1, () => Use(scorer => By(scorer, scorer.Explain(text, cancellationToken))));
    }

    /// <inheritdoc cref="SentimentScorer.Verify"/>
    public VerificationResult Verify(CancellationToken cancellationToken = default) =>
        Use(scorer => By(scorer, scorer.Verify(cancellationToken))).Result;

    /// <summary>Looks whether another bundle stands in the directory and, if so, lets it take over. Nobody else needs to call it.</summary>
    /// <param name="cancellationToken">Looked at between batches of the golden texts.</param>
    /// <returns>True when another bundle serves now. When it was refused, <see cref="ReloadFailure"/> says why.</returns>
    /// <exception cref="ObjectDisposedException">The scorer was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public bool Reload(CancellationToken cancellationToken = default)
    {
        lock (_reloading)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var old = _current;
            if (LoadedBundle.HashOnDisk(_options.BundlePath) is not { } hash || hash == old.ManifestHash)
            {
                // No manifest for a moment is how a directory is replaced by another one.
                _reloadFailure = null;
                return false;
            }

            try
            {
                _current = LoadedBundle.Load(_options, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever is wrong with it, the old one works. Perhaps it is still being copied: the next look tries again. People
                // are told once.
                if (_reloadFailure != exception.Message)
                {
                    _reloadFailure = exception.Message;
                    _telemetry.Reloaded(loaded: false);
                    Log.Refused(_logger, _options.BundlePath, old.Scorer.Manifest.Name, exception.Message);
                }

                return false;
            }

            old.Retire();
            _reloadFailure = null;
            _telemetry.Reloaded(loaded: true);
            Log.Reloaded(_logger, old.Scorer.Manifest.Name, Manifest.Name, _options.BundlePath);
            return true;
        }
    }

    /// <summary>Refuses further calls and lets those that are under way finish.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    /// <returns>Ends when no text is queued any more.</returns>
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

    T Use<T>(Func<SentimentScorer, T> call)
    {
        using var use = Enter(out var scorer);
        return call(scorer);
    }

    UseCount.Use Enter(out SentimentScorer scorer)
    {
        while (true)
        {
            var current = _current;
            if (current.TryEnter(out var use))
            {
                scorer = current.Scorer;
                return use;
            }

            // Retired: there is a newer one, unless all is over.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
        }
    }

    Scored<SentimentScore> Count(SentimentScorer scorer, SentimentScore score)
    {
        _telemetry.Count(scorer.Manifest.Name, score);
        return By(scorer, score);
    }

    Scored<SentimentScore[]> Count(SentimentScorer scorer, SentimentScore[] scores)
    {
        foreach (var score in scores)
        {
            _telemetry.Count(scorer.Manifest.Name, score);
        }

        return By(scorer, scores);
    }

    static Scored<T> By<T>(SentimentScorer scorer, T result) => new(result, scorer.Manifest.Name, scorer.ExecutionProvider);
}
