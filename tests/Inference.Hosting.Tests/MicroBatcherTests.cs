using Microsoft.Extensions.DependencyInjection;
using RnnToolkit.Inference.Hosting.Internals;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Hosting.Tests;

public sealed class MicroBatcherTests
{
    [Fact]
    public async Task ScoreAsync_WhileTheWorkerIsBusy_ScoresTheWaitingTogether()
    {
        var model = new GatedModel();
        await using var batcher = new MicroBatcher(model.Classify, maxBatchSize: 8, workers: 1, queueLength: 100, _ => { });
        var first = batcher.ClassifyAsync("0", CancellationToken.None);
        await model.UntilBusy.WaitAsync(Wait.Limit);
        var others = Enumerable.Range(1, 20).Select(i => batcher.ClassifyAsync($"{i}", CancellationToken.None)).ToArray();
        model.Open();

        Assert.Equal(0, (await first).TokenCount);
        Assert.Equal(Enumerable.Range(1, 20), (await Task.WhenAll(others).WaitAsync(Wait.Limit)).Select(prediction => prediction.TokenCount));
        Assert.Equal([1, 8, 8, 4], model.BatchSizes);
    }

    [Fact]
    public async Task ScoreAsync_CancelledWhileItWaits_IsNotScored()
    {
        var model = new GatedModel();
        await using var batcher = new MicroBatcher(model.Classify, maxBatchSize: 8, workers: 1, queueLength: 100, _ => { });
        using var cancellation = new CancellationTokenSource();
        var first = batcher.ClassifyAsync("0", CancellationToken.None);
        await model.UntilBusy.WaitAsync(Wait.Limit);
        var cancelled = batcher.ClassifyAsync("1", cancellation.Token);
        var kept = batcher.ClassifyAsync("2", CancellationToken.None);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        model.Open();
        await Task.WhenAll(first, kept).WaitAsync(Wait.Limit);
        Assert.Equal([1, 1], model.BatchSizes);
    }

    [Fact]
    public async Task ScoreAsync_FullQueue_WaitsForRoom()
    {
        var model = new GatedModel();
        await using var batcher = new MicroBatcher(model.Classify, maxBatchSize: 8, workers: 1, queueLength: 2, _ => { });
        using var cancellation = new CancellationTokenSource();
        var first = batcher.ClassifyAsync("0", CancellationToken.None);
        await model.UntilBusy.WaitAsync(Wait.Limit);
        var queued = new[] { batcher.ClassifyAsync("1", CancellationToken.None), batcher.ClassifyAsync("2", CancellationToken.None) };
        var waiting = batcher.ClassifyAsync("3", cancellation.Token);
        await cancellation.CancelAsync();

        // It was never queued, so nothing was scored for it.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        model.Open();
        await Task.WhenAll([first, .. queued]).WaitAsync(Wait.Limit);
        Assert.Equal([1, 2], model.BatchSizes);
    }

    [Fact]
    public async Task ScoreAsync_Queue_IsCountedUntilAWorkerTakesIt()
    {
        var (model, depth, deepest) = (new GatedModel(), 0, 0);
        await using var batcher = new MicroBatcher(model.Classify, maxBatchSize: 8, workers: 1, queueLength: 2, change =>
        {
            var now = Interlocked.Add(ref depth, change);
            deepest = Math.Max(deepest, now); // callers come one after the other here
        });
        using var cancellation = new CancellationTokenSource();
        var first = batcher.ClassifyAsync("0", CancellationToken.None);
        await model.UntilBusy.WaitAsync(Wait.Limit);
        Assert.Equal(0, Volatile.Read(ref depth));
        var queued = new[] { batcher.ClassifyAsync("1", CancellationToken.None), batcher.ClassifyAsync("2", CancellationToken.None) };
        var waiting = batcher.ClassifyAsync("3", cancellation.Token); // for room
        Assert.Equal(3, Volatile.Read(ref depth));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(2, Volatile.Read(ref depth));
        model.Open();
        await Task.WhenAll([first, .. queued]).WaitAsync(Wait.Limit);

        Assert.Equal((0, 3), (Volatile.Read(ref depth), deepest));
    }

    [Fact]
    public async Task ScoreAsync_ModelThatFails_FailsTheBatchAndKeepsWorking()
    {
        var calls = 0;
        await using var batcher = new MicroBatcher(
            texts => calls++ == 0 ? throw new InvalidOperationException("out of memory") : new Prediction[texts.Count],
            maxBatchSize: 8,
            workers: 1,
            queueLength: 100,
            _ => { });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => batcher.ClassifyAsync("0", CancellationToken.None));
        Assert.Equal("out of memory", exception.Message);
        await batcher.ClassifyAsync("1", CancellationToken.None);
    }

    [Fact]
    public async Task DisposeAsync_QueuedTexts_AreScored()
    {
        var model = new GatedModel();
        var batcher = new MicroBatcher(model.Classify, maxBatchSize: 8, workers: 1, queueLength: 100, _ => { });
        var first = batcher.ClassifyAsync("0", CancellationToken.None);
        await model.UntilBusy.WaitAsync(Wait.Limit);
        var queued = batcher.ClassifyAsync("1", CancellationToken.None);
        var disposal = batcher.DisposeAsync().AsTask();
        model.Open();

        await Task.WhenAll(first, queued, disposal).WaitAsync(Wait.Limit);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => batcher.ClassifyAsync("2", CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task HostedScorer_ManyCallsAtOnce_GiveTheScoresOfSingleCalls(int workers)
    {
        using var folder = new BundleFolder();
        folder.Put(seed: 1);
        using var plain = TextClassifier.Load(folder.BundlePath);
        using var host = folder.Host(options =>
        {
            options.MicroBatching = true;
            options.MaxDegreeOfParallelism = workers;
            options.MicroBatchQueueLength = 16;
        });
        var classifier = host.Services.GetRequiredService<HostedTextClassifier>();
        var texts = RandomText.Many(new Random(5), TinyBundle.Words, count: 2000, maxWords: 15);

        var predictions = await Task.WhenAll(texts.Select(text => classifier.ClassifyAsync(text))).WaitAsync(Wait.Limit);

        // Which texts come together is chance, and batches of another size may differ in the last place.
        Assert.All(texts.Zip(predictions), pair =>
        {
            var expected = plain.Classify(pair.First);
            Assert.Equal(expected.Probability, pair.Second.Probability, tolerance: 1e-6);
            Assert.Equal(expected.TokenCount, pair.Second.TokenCount);
        });
    }

    /// <summary>Holds every batch until it is opened; the score of a text is the number that it is.</summary>
    sealed class GatedModel
    {
        readonly TaskCompletionSource _open = new();
        readonly TaskCompletionSource _busy = new();

        public List<int> BatchSizes { get; } = [];

        public Prediction[] Classify(IReadOnlyList<string> texts)
        {
            BatchSizes.Add(texts.Count);
            _busy.TrySetResult();
            Assert.True(_open.Task.Wait(Wait.Limit));
            return [.. texts.Select(text => default(Prediction) with { TokenCount = text[0] == '0' ? 0 : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) })];
        }

        public Task UntilBusy => _busy.Task;

        public void Open() => _open.SetResult();
    }
}
