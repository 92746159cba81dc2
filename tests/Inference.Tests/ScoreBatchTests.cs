namespace RnnToolkit.Inference.Tests;

public sealed class ScoreBatchTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    // Matrix products of other shapes add in another order: a few units in the last place of float32.
    const double ShapeTolerance = 1e-6;

    readonly SentimentScorer _scorer = fixture.Scorer;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ScoreBatch_RandomNeighbours_LeaveEachScoreUnchanged(int seed)
    {
        var texts = ScorerFixture.Texts(seed, count: 64, maxWords: 200);

        var batched = _scorer.ScoreBatch(texts);

        Assert.All(texts.Zip(batched), pair => AssertSame(_scorer.Score(pair.First), pair.Second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(64)]
    [InlineData(4096)]
    public void ScoreBatch_AnyMaxBatchSize_GivesTheSameScoresInOrder(int maxBatchSize)
    {
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = maxBatchSize });
        var texts = ScorerFixture.Texts(seed: 4, count: 131); // prime: the last batch is ragged for every size above 1

        var scores = scorer.ScoreBatch(texts);

        Assert.Equal(texts.Length, scores.Length);
        Assert.All(texts.Zip(scores), pair => AssertSame(_scorer.Score(pair.First), pair.Second));
    }

    [Fact]
    public void ScoreBatch_TwiceTheSameList_GivesTheSameBits()
    {
        var texts = ScorerFixture.Texts(seed: 5, count: 100);

        Assert.Equal(_scorer.ScoreBatch(texts), _scorer.ScoreBatch(texts));
    }

    [Fact]
    public void ScoreBatch_NoTexts_GivesNoScores() => Assert.Empty(_scorer.ScoreBatch([]));

    [Fact]
    public void ScoreBatch_NullText_NamesItsIndex()
    {
        var exception = Assert.Throws<ArgumentException>(() => _scorer.ScoreBatch(["good", "bad", null!]));

        Assert.Equal("texts", exception.ParamName);
        Assert.StartsWith("texts[2] is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreBatch_Cancelled_ThrowsBeforeScoring()
    {
        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => _scorer.ScoreBatch(["good"], cancelled));
        Assert.Throws<OperationCanceledException>(() => _scorer.ScoreBatch([], cancelled));
    }

    [Fact]
    public void ScoreBatch_CancelledOnTheWay_StopsAtTheNextBatch()
    {
        using var cancellation = new CancellationTokenSource();
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = 2 });
        var texts = new CancellingList(["a", "b", "c", "d", "e", "f"], cancelAt: 3, cancellation);

        Assert.Throws<OperationCanceledException>(() => scorer.ScoreBatch(texts, cancellation.Token));
        Assert.Equal(3, texts.LastEncoded);
    }

    static void AssertSame(SentimentScore expected, SentimentScore actual)
    {
        Assert.Equal(expected.Probability, actual.Probability, ShapeTolerance);
        Assert.Equal(expected.Logit, actual.Logit, 4 * ShapeTolerance); // the sigmoid's slope is at most 1/4
        Assert.Equal(
            expected with { Probability = 0, Logit = 0 },
            actual with { Probability = 0, Logit = 0 });
    }

    /// <summary>Cancels when the text at an index is read for the second time, which is when it is encoded.</summary>
    sealed class CancellingList(string[] texts, int cancelAt, CancellationTokenSource cancellation) : IReadOnlyList<string>
    {
        readonly int[] _reads = new int[texts.Length];

        public int LastEncoded { get; private set; } = -1;

        public int Count => texts.Length;

        public string this[int index]
        {
            get
            {
                if (++_reads[index] == 2)
                {
                    LastEncoded = index;
                    if (index == cancelAt)
                    {
                        cancellation.Cancel();
                    }
                }

                return texts[index];
            }
        }

        public IEnumerator<string> GetEnumerator() => texts.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
