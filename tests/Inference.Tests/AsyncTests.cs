namespace RnnToolkit.Inference.Tests;

public sealed class AsyncTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    readonly SentimentScorer _scorer = fixture.Scorer;

    [Fact]
    public async Task ScoreAsync_ManyAtOnce_AreTheScoresOfScore()
    {
        var texts = ScorerFixture.Texts(seed: 41, count: 500);

        Assert.Equal(texts.Select(text => _scorer.Score(text)), await Task.WhenAll(texts.Select(text => _scorer.ScoreAsync(text))));
    }

    [Fact]
    public async Task ScoreBatchAsync_Texts_AreTheScoresOfScoreBatch()
    {
        var texts = ScorerFixture.Texts(seed: 42, count: 100);

        Assert.Equal(_scorer.ScoreBatch(texts), await _scorer.ScoreBatchAsync(texts));
        Assert.Empty(await _scorer.ScoreBatchAsync([]));
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scorer.ScoreAsync("good", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _scorer.ScoreBatchAsync(["good"], cancelled));
    }

    [Fact]
    public async Task ScoreAsync_Null_Throws() => await Assert.ThrowsAsync<ArgumentNullException>(() => _scorer.ScoreAsync(null!));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void ScoreBatch_SeveralBatchesAtOnce_GivesTheSameBits(int parallelism)
    {
        using var parallel = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = 16, MaxDegreeOfParallelism = parallelism });
        using var sequential = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = 16 });
        var texts = ScorerFixture.Texts(seed: 43, count: 333);

        Assert.Equal(sequential.ScoreBatch(texts), parallel.ScoreBatch(texts));
        Assert.Throws<OperationCanceledException>(() => parallel.ScoreBatch(texts, new CancellationToken(canceled: true)));
    }
}
