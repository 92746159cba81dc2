using System.Threading.Channels;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>
/// Scores texts together that wait at the same time. There is no time window: a free worker takes what is queued at that moment, one
/// text or many, so batches grow with the load and a lone text is not delayed.
/// </summary>
sealed class MicroBatcher : IAsyncDisposable
{
    readonly Func<IReadOnlyList<string>, Prediction[]> _classify;
    readonly Channel<Request> _queue;
    readonly Task[] _workers;
    readonly Action<int> _queueChanged;
    readonly int _maxBatchSize;

    /// <summary>Starts the workers.</summary>
    /// <param name="classify">Scores a batch.</param>
    /// <param name="maxBatchSize">The most texts of a batch.</param>
    /// <param name="workers">Batches that run at once.</param>
    /// <param name="queueLength">Texts that may be queued before callers wait for room.</param>
    /// <param name="queueChanged">Told by how much the number of waiting texts changed, including those that wait for room.</param>
    public MicroBatcher(
        Func<IReadOnlyList<string>, Prediction[]> classify, int maxBatchSize, int workers, int queueLength, Action<int> queueChanged)
    {
        _classify = classify;
        _queueChanged = queueChanged;
        _maxBatchSize = maxBatchSize;
        _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(queueLength) { SingleReader = workers == 1 });
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Queues a text, waiting for room, and waits for its score.</summary>
    /// <exception cref="ObjectDisposedException">The batcher was disposed.</exception>
    public async Task<Prediction> ClassifyAsync(string text, CancellationToken cancellationToken)
    {
        var request = new Request(text, cancellationToken);
        _queueChanged(1);
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _queueChanged(-1);
            throw exception is ChannelClosedException ? new ObjectDisposedException(nameof(HostedTextClassifier)) : exception;
        }

        return await request.Prediction.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no more texts, scores those that are queued, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(false);
    }

    async Task WorkAsync()
    {
        var batch = new List<Request>(_maxBatchSize);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < _maxBatchSize && _queue.Reader.TryRead(out var request))
            {
                _queueChanged(-1);

                // Nobody waits for a cancelled one any more.
                if (!request.CancellationToken.IsCancellationRequested)
                {
                    batch.Add(request);
                }
            }

            if (batch.Count > 0)
            {
                Classify(batch);
            }
        }
    }

    void Classify(List<Request> batch)
    {
        try
        {
            var predictions = _classify([.. batch.Select(request => request.Text)]);
            foreach (var (request, prediction) in batch.Zip(predictions))
            {
                request.Prediction.SetResult(prediction);
            }
        }
        catch (Exception exception)
        {
            batch.ForEach(request => request.Prediction.TrySetException(exception));
        }
    }

    sealed class Request(string text, CancellationToken cancellationToken)
    {
        public string Text => text;

        public CancellationToken CancellationToken => cancellationToken;

        // Continuations are the callers' code, which must not run on the worker.
        public TaskCompletionSource<Prediction> Prediction { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
