using System.Runtime.CompilerServices;

namespace RnnToolkit.Inference;

/// <content>For callers whose thread must not block, and for texts that arrive one by one.</content>
public sealed partial class TextClassifier
{
    /// <summary>Scores one text on a thread of the pool.</summary>
    /// <param name="text">Raw text of any length.</param>
    /// <param name="cancellationToken">Checked before the text is scored.</param>
    /// <returns>Its score.</returns>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<Prediction> ClassifyAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Task.Run(() => Classify(text), cancellationToken);
    }

    /// <summary>Scores texts on a thread of the pool.</summary>
    /// <param name="texts">Raw texts; an empty list gives no scores. Do not change the list before the task completes.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>A score per text, in the order of the texts.</returns>
    /// <exception cref="ArgumentException">One of the texts is null; the message gives its index.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<Prediction[]> ClassifyBatchAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run(() => ClassifyBatch(texts, cancellationToken), cancellationToken);
    }

    /// <summary>Scores a stream of texts of any length and returns the scores in the same order.</summary>
    /// <remarks>
    /// <para>Texts are gathered into batches of <see cref="TextClassifierOptions.MaxBatchSize"/>, of which
    /// <see cref="TextClassifierOptions.MaxDegreeOfParallelism"/> run at once. When the source is not ready, the texts
    /// gathered so far are scored at once: a slow source costs no latency, a fast one is scored in full batches.</para>
    /// <para>The source is read no further ahead than these batches: a consumer that stops reading scores stops the reading of texts.</para>
    /// </remarks>
    /// <param name="texts">Raw texts. Read from one thread at a time, and disposed when the stream ends for any reason.</param>
    /// <param name="cancellationToken">Ends the stream; given to <paramref name="texts"/> as well.</param>
    /// <returns>A score per text.</returns>
    /// <exception cref="ArgumentException">A text is null; the message gives its index.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed before the stream began.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public IAsyncEnumerable<Prediction> ClassifyStream(IAsyncEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Stream(texts, cancellationToken);
    }

    /// <inheritdoc cref="ClassifyStream(IAsyncEnumerable{string}, CancellationToken)"/>
    public IAsyncEnumerable<Prediction> ClassifyStream(IEnumerable<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Stream(texts.ToAsyncEnumerable(), cancellationToken);
    }

    async IAsyncEnumerable<Prediction> Stream(IAsyncEnumerable<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // For as long as the stream lasts, so that a stream that started before Dispose can finish.
        using var use = _uses.Enter(this);

        // Linked, so that a source that waits for its next text is cancelled when the consumer stops early.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = texts.GetAsyncEnumerator(stop.Token);
        var running = new Queue<Task<Prediction[]>>();
        var gathered = new List<string>();
        var count = 0L;
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                next = source.MoveNextAsync().AsTask();

                // The source is waiting, has ended, or has failed: score what came before.
                var isDue = !next.IsCompletedSuccessfully || !await next.ConfigureAwait(false);
                if (gathered.Count > 0 && (isDue || gathered.Count == _options.MaxBatchSize))
                {
                    var batch = gathered;
                    gathered = [];
                    running.Enqueue(Task.Run(() => ClassifyAll(batch, stop.Token), stop.Token));
                }

                while (running.Count > (isDue ? 0 : _options.MaxDegreeOfParallelism - 1))
                {
                    foreach (var prediction in await running.Dequeue().ConfigureAwait(false))
                    {
                        yield return prediction;
                    }
                }

                if (!await next.ConfigureAwait(false))
                {
                    yield break;
                }

                gathered.Add(source.Current ?? throw new ArgumentException($"texts[{count}] is null, expected a text", nameof(texts)));
                count++;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);

            // An enumerator must not be disposed while it moves, and no batch may outlive the stream.
            await Task.WhenAll([.. running, next ?? Task.CompletedTask]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
