using System.Threading.Channels;

namespace RnnToolkit.Inference.Hosting.Internals;

/// <summary>
/// Scores together what waits at the same time. There is no window to wait for: a free worker takes what is queued at that moment,
/// one text or many, so batches grow with the load and a lone text is not delayed.
/// </summary>
sealed class MicroBatcher : IAsyncDisposable
{
    readonly Func<IReadOnlyList<string>, SentimentScore[]> _score;
    readonly Channel<Request> _queue;
    readonly Task[] _workers;
    readonly int _maxBatchSize;

    public MicroBatcher(Func<IReadOnlyList<string>, SentimentScore[]> score, int maxBatchSize, int workers, int queueLength)
    {
        _score = score;
        _maxBatchSize = maxBatchSize;
        _queue = Channel.CreateBounded<Request>(new BoundedChannelOptions(queueLength) { SingleReader = workers == 1 });
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync))];
    }

    /// <summary>Queues a text, waiting for room, and waits for its score.</summary>
    /// <exception cref="ObjectDisposedException">The batcher was disposed.</exception>
    public async Task<SentimentScore> ScoreAsync(string text, CancellationToken cancellationToken)
    {
        var request = new Request(text, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(HostedSentimentScorer));
        }

        return await request.Score.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
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
                // Nobody waits for a cancelled one any more.
                if (!request.CancellationToken.IsCancellationRequested)
                {
                    batch.Add(request);
                }
            }

            Score(batch);
        }
    }

    void Score(List<Request> batch)
    {
        try
        {
            var scores = _score([.. batch.Select(request => request.Text)]);
            foreach (var (request, score) in batch.Zip(scores))
            {
                request.Score.SetResult(score);
            }
        }
        catch (Exception exception)
        {
            batch.ForEach(request => request.Score.TrySetException(exception));
        }
    }

    sealed class Request(string text, CancellationToken cancellationToken)
    {
        public string Text => text;

        public CancellationToken CancellationToken => cancellationToken;

        // Continuations are the callers' code, which must not run on the worker.
        public TaskCompletionSource<SentimentScore> Score { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
