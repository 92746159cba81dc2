using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace RnnToolkit.Inference.Tests;

public sealed class ClassifyStreamTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    const int BatchSize = 8;

    // Far longer than anything here takes on a busy machine: a failure ends instead of hanging.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static TheoryData<int, int> CountsAndParallelism => new()
    {
        { 0, 1 }, { 1, 1 }, { 7, 1 }, { 8, 1 }, { 9, 1 }, { 100, 1 }, { 0, 3 }, { 8, 3 }, { 23, 3 }, { 100, 3 },
    };

    [Theory]
    [MemberData(nameof(CountsAndParallelism))]
    public async Task ClassifyStream_AnyCount_GivesWhatClassifyBatchDoes(int count, int parallelism)
    {
        using var classifier = Classifier(parallelism);
        var texts = ClassifierFixture.Texts(seed: 31, count);

        // A list is sorted before it is cut into batches, a stream cannot be.
        AssertSame(classifier.ClassifyBatch(texts), await classifier.ClassifyStream(texts).ToListAsync());
        AssertSame(classifier.ClassifyBatch(texts), await classifier.ClassifyStream(texts.ToAsyncEnumerable()).ToListAsync());

        static void AssertSame(IReadOnlyList<Prediction> expected, IReadOnlyList<Prediction> actual)
        {
            Assert.Equal(expected.Select(prediction => prediction with { Probability = 0, Probabilities = default, Logit = 0 }), actual.Select(prediction => prediction with { Probability = 0, Probabilities = default, Logit = 0 }));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, tolerance: 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(CountsAndParallelism))]
    public async Task ClassifyStream_NoLengthBuckets_GivesTheBitsOfScoreBatch(int count, int parallelism)
    {
        using var classifier = TextClassifier.Load(
            fixture.BundlePath, new() { MaxBatchSize = BatchSize, MaxDegreeOfParallelism = parallelism, LengthBucketWidth = 0 });
        var texts = ClassifierFixture.Texts(seed: 31, count);

        // The batches are the same, so the bits are.
        Assert.Equal(classifier.ClassifyBatch(texts), await classifier.ClassifyStream(texts).ToListAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task ClassifyStream_SourceThatStops_GivesWhatCameBeforeAtOnce(int parallelism)
    {
        using var classifier = Classifier(parallelism);
        var source = Channel.CreateUnbounded<string>();
        await using var predictions = classifier.ClassifyStream(source.Reader.ReadAllAsync()).GetAsyncEnumerator();

        // Far fewer texts than a batch, and the source never ends: without the early hand-out this would run into the limit.
        foreach (var text in new[] { "good film", "bad film", "" })
        {
            await source.Writer.WriteAsync(text);
            Assert.True(await predictions.MoveNextAsync().AsTask().WaitAsync(s_limit));
            Assert.Equal(classifier.Classify(text), predictions.Current);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ClassifyStream_ConsumerThatStops_IsGivenNoMoreTexts(int parallelism)
    {
        using var classifier = Classifier(parallelism);
        var source = new CountingSource();
        await using var predictions = classifier.ClassifyStream(source.Texts()).GetAsyncEnumerator();
        for (var taken = 1; taken <= 50; taken++)
        {
            Assert.True(await predictions.MoveNextAsync());

            // Up to the batches that may run at once, and the one text that shows that the source has more.
            Assert.InRange(source.Given - taken, 0, (BatchSize * parallelism) + 1);
        }
    }

    [Fact]
    public async Task ClassifyStream_ConsumerThatLeaves_DisposesTheSource()
    {
        using var classifier = Classifier(parallelism: 3);
        var source = new CountingSource();
        await foreach (var prediction in classifier.ClassifyStream(source.Texts()))
        {
            break;
        }

        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task ClassifyStream_ConsumerThatLeavesAWaitingSource_DoesNotWaitForIt()
    {
        using var classifier = Classifier(parallelism: 1);
        var source = Channel.CreateUnbounded<string>();
        await source.Writer.WriteAsync("good");

        await LeaveAsync().WaitAsync(s_limit);

        // Reached only because the source was told to stop; the writer side never completed.
        Assert.False(source.Reader.Completion.IsCompleted);

        async Task LeaveAsync()
        {
            await foreach (var prediction in classifier.ClassifyStream(source.Reader.ReadAllAsync()))
            {
                break;
            }
        }
    }

    [Fact]
    public async Task ClassifyStream_Cancelled_EndsAWaitingStream()
    {
        using var classifier = Classifier(parallelism: 1);
        using var cancellation = new CancellationTokenSource();
        var source = Channel.CreateUnbounded<string>();
        await source.Writer.WriteAsync("good");
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync().WaitAsync(s_limit));

        Assert.Equal(1, seen);

        async Task ReadAsync()
        {
            await foreach (var prediction in classifier.ClassifyStream(source.Reader.ReadAllAsync(), cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        }
    }

    [Fact]
    public async Task ClassifyStream_SourceThatFails_GivesTheScoresBeforeTheFailure()
    {
        using var classifier = Classifier(parallelism: 2);
        var seen = new List<Prediction>();

        var exception = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var prediction in classifier.ClassifyStream(Failing()))
            {
                seen.Add(prediction);
            }
        });

        Assert.Equal("disk gone", exception.Message);
        Assert.Equal(11, seen.Count);

        static IEnumerable<string> Failing()
        {
            for (var i = 0; i < 11; i++)
            {
                yield return "good";
            }

            throw new IOException("disk gone");
        }
    }

    [Fact]
    public async Task ClassifyStream_NullText_NamesItsIndex()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await fixture.Classifier.ClassifyStream(["good", null!]).CountAsync());

        Assert.StartsWith("texts[1] is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClassifyStream_DisposedScorer_Throws()
    {
        var classifier = Classifier(parallelism: 1);
        classifier.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await classifier.ClassifyStream(["good"]).CountAsync());
    }

    [Fact]
    public async Task ClassifyStream_ClassifierDisposedOnTheWay_EndsInPeace()
    {
        var classifier = Classifier(parallelism: 1);
        var count = 0;
        await foreach (var prediction in classifier.ClassifyStream(ClassifierFixture.Texts(seed: 32, count: 50)))
        {
            classifier.Dispose();
            count++;
        }

        Assert.Equal(50, count);
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify("good"));
    }

    TextClassifier Classifier(int parallelism) =>
        TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = BatchSize, MaxDegreeOfParallelism = parallelism });

    /// <summary>An endless source that is always ready and counts what it gave.</summary>
    sealed class CountingSource
    {
        public int Given { get; private set; }

        public bool IsDisposed { get; private set; }

        public async IAsyncEnumerable<string> Texts([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                while (true)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Given++;
                    yield return "good film";
                }
            }
            finally
            {
                IsDisposed = true;
                await Task.CompletedTask;
            }
        }
    }
}
