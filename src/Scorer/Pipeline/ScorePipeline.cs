using System.Threading.Channels;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>
/// Reads, scores and passes on chunks concurrently: one reader, several scorers, and the caller, who gets the chunks in the order of the file.
/// The number of chunks in flight is bounded, and so is memory.
/// </summary>
sealed class ScorePipeline(Func<RowChunk?> read, Func<RowChunk, ScoredChunk> score, int threads)
{
    // A reader that waits for a pipe cannot be interrupted; the process ends anyway.
    static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Runs to the end, the first failure, or cancellation.</summary>
    /// <param name="write">Receives every chunk in order.</param>
    /// <param name="cancellationToken">Checked between chunks.</param>
    public async Task RunAsync(Action<ScoredChunk> write, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var capacity = (2 * threads) + 2;
        var work = Channel.CreateBounded<Job>(new BoundedChannelOptions(capacity) { SingleWriter = true });
        var ordered = Channel.CreateBounded<Job>(new BoundedChannelOptions(capacity) { SingleWriter = true, SingleReader = true });

        // LongRunning: both spend their time in calls that block or compute, which would starve the thread pool.
        var tasks = new List<Task> { Start(() => ReadAll(work.Writer, ordered.Writer, stop.Token)) };
        for (var i = 0; i < threads; i++)
        {
            tasks.Add(Start(() => ScoreAll(work.Reader, stop.Token)));
        }

        try
        {
            await foreach (var job in ordered.Reader.ReadAllAsync(cancellationToken))
            {
                write(await job.Result.Task.WaitAsync(cancellationToken));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(s_stopTimeout, CancellationToken.None));
        }
    }

    static Task Start(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void ReadAll(ChannelWriter<Job> work, ChannelWriter<Job> ordered, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && read() is { } chunk)
            {
                var job = new Job(chunk, new TaskCompletionSource<ScoredChunk>(TaskCreationOptions.RunContinuationsAsynchronously));
                Put(ordered, job, stop);
                Put(work, job, stop);
            }

            ordered.Complete();
        }
        catch (Exception exception)
        {
            // Passed to the caller after the chunks that were read before it.
            ordered.TryComplete(exception);
        }
        finally
        {
            work.Complete();
        }
    }

    void ScoreAll(ChannelReader<Job> work, CancellationToken stop)
    {
        while (Take(work, stop) is { } job)
        {
            try
            {
                job.Result.SetResult(score(job.Chunk));
            }
            catch (Exception exception)
            {
                job.Result.SetException(exception);
            }
        }
    }

    static void Put(ChannelWriter<Job> writer, Job job, CancellationToken stop)
    {
        if (!writer.TryWrite(job))
        {
            writer.WriteAsync(job, stop).AsTask().GetAwaiter().GetResult();
        }
    }

    static Job? Take(ChannelReader<Job> reader, CancellationToken stop)
    {
        try
        {
            Job? job;
            while (!reader.TryRead(out job))
            {
                if (!reader.WaitToReadAsync(stop).AsTask().GetAwaiter().GetResult())
                {
                    return null;
                }
            }

            return job;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    sealed record Job(RowChunk Chunk, TaskCompletionSource<ScoredChunk> Result);
}
