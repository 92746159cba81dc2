using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace RnnToolkit.Inference.Tests;

public sealed class ScoreStreamTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
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
    public async Task ScoreStream_AnyCount_GivesTheScoresOfScoreBatchInOrder(int count, int parallelism)
    {
        using var scorer = Scorer(parallelism);
        var texts = ScorerFixture.Texts(seed: 31, count);

        // A list is sorted before it is cut into batches, a stream cannot be.
        AssertSame(scorer.ScoreBatch(texts), await scorer.ScoreStream(texts).ToListAsync());
        AssertSame(scorer.ScoreBatch(texts), await scorer.ScoreStream(texts.ToAsyncEnumerable()).ToListAsync());

        static void AssertSame(IReadOnlyList<SentimentScore> expected, IReadOnlyList<SentimentScore> actual)
        {
            Assert.Equal(expected.Select(score => score with { Probability = 0, Logit = 0 }), actual.Select(score => score with { Probability = 0, Logit = 0 }));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, tolerance: 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(CountsAndParallelism))]
    public async Task ScoreStream_NoLengthBuckets_GivesTheBitsOfScoreBatch(int count, int parallelism)
    {
        using var scorer = SentimentScorer.Load(
            fixture.BundlePath, new() { MaxBatchSize = BatchSize, MaxDegreeOfParallelism = parallelism, LengthBucketWidth = 0 });
        var texts = ScorerFixture.Texts(seed: 31, count);

        // The batches are the same, so the bits are.
        Assert.Equal(scorer.ScoreBatch(texts), await scorer.ScoreStream(texts).ToListAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task ScoreStream_SourceThatStops_GivesWhatCameBeforeAtOnce(int parallelism)
    {
        using var scorer = Scorer(parallelism);
        var source = Channel.CreateUnbounded<string>();
        await using var scores = scorer.ScoreStream(source.Reader.ReadAllAsync()).GetAsyncEnumerator();

        // Far fewer texts than a batch, and the source never ends: without the early hand-out this would run into the limit.
        foreach (var text in new[] { "good film", "bad film", "" })
        {
            await source.Writer.WriteAsync(text);
            Assert.True(await scores.MoveNextAsync().AsTask().WaitAsync(s_limit));
            Assert.Equal(scorer.Score(text), scores.Current);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ScoreStream_ConsumerThatStops_IsGivenNoMoreTexts(int parallelism)
    {
        using var scorer = Scorer(parallelism);
        var source = new CountingSource();
        await using var scores = scorer.ScoreStream(source.Texts()).GetAsyncEnumerator();
        for (var taken = 1; taken <= 50; taken++)
        {
            Assert.True(await scores.MoveNextAsync());

            // Up to the batches that may run at once, and the one text that shows that the source has more.
            Assert.InRange(source.Given - taken, 0, (BatchSize * parallelism) + 1);
        }
    }

    [Fact]
    public async Task ScoreStream_ConsumerThatLeaves_DisposesTheSource()
    {
        using var scorer = Scorer(parallelism: 3);
        var source = new CountingSource();
        await foreach (var score in scorer.ScoreStream(source.Texts()))
        {
            break;
        }

        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task ScoreStream_ConsumerThatLeavesAWaitingSource_DoesNotWaitForIt()
    {
        using var scorer = Scorer(parallelism: 1);
        var source = Channel.CreateUnbounded<string>();
        await source.Writer.WriteAsync("good");

        await LeaveAsync().WaitAsync(s_limit);

        // Reached only because the source was told to stop; the writer side never completed.
        Assert.False(source.Reader.Completion.IsCompleted);

        async Task LeaveAsync()
        {
            await foreach (var score in scorer.ScoreStream(source.Reader.ReadAllAsync()))
            {
                break;
            }
        }
    }

    [Fact]
    public async Task ScoreStream_Cancelled_EndsAWaitingStream()
    {
        using var scorer = Scorer(parallelism: 1);
        using var cancellation = new CancellationTokenSource();
        var source = Channel.CreateUnbounded<string>();
        await source.Writer.WriteAsync("good");
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync().WaitAsync(s_limit));

        Assert.Equal(1, seen);

        async Task ReadAsync()
        {
            await foreach (var score in scorer.ScoreStream(source.Reader.ReadAllAsync(), cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        }
    }

    [Fact]
    public async Task ScoreStream_SourceThatFails_GivesTheScoresBeforeTheFailure()
    {
        using var scorer = Scorer(parallelism: 2);
        var seen = new List<SentimentScore>();

        var exception = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var score in scorer.ScoreStream(Failing()))
            {
                seen.Add(score);
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
    public async Task ScoreStream_NullText_NamesItsIndex()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await fixture.Scorer.ScoreStream(["good", null!]).CountAsync());

        Assert.StartsWith("texts[1] is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreStream_DisposedScorer_Throws()
    {
        var scorer = Scorer(parallelism: 1);
        scorer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await scorer.ScoreStream(["good"]).CountAsync());
    }

    [Fact]
    public async Task ScoreStream_ScorerDisposedOnTheWay_EndsInPeace()
    {
        var scorer = Scorer(parallelism: 1);
        var count = 0;
        await foreach (var score in scorer.ScoreStream(ScorerFixture.Texts(seed: 32, count: 50)))
        {
            scorer.Dispose();
            count++;
        }

        Assert.Equal(50, count);
        Assert.Throws<ObjectDisposedException>(() => scorer.Score("good"));
    }

    SentimentScorer Scorer(int parallelism) =>
        SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = BatchSize, MaxDegreeOfParallelism = parallelism });

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
