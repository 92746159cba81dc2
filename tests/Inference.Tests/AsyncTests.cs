namespace RnnToolkit.Inference.Tests;

public sealed class AsyncTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    readonly TextClassifier _classifier = fixture.Classifier;

    [Fact]
    public async Task ScoreAsync_ManyAtOnce_AreTheScoresOfScore()
    {
        var texts = ClassifierFixture.Texts(seed: 41, count: 500);

        Assert.Equal(texts.Select(text => _classifier.Classify(text)), await Task.WhenAll(texts.Select(text => _classifier.ClassifyAsync(text))));
    }

    [Fact]
    public async Task ScoreBatchAsync_Texts_AreTheScoresOfScoreBatch()
    {
        var texts = ClassifierFixture.Texts(seed: 42, count: 100);

        Assert.Equal(_classifier.ClassifyBatch(texts), await _classifier.ClassifyBatchAsync(texts));
        Assert.Empty(await _classifier.ClassifyBatchAsync([]));
    }

    [Fact]
    public async Task ScoreAsync_Cancelled_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _classifier.ClassifyAsync("good", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _classifier.ClassifyBatchAsync(["good"], cancelled));
    }

    [Fact]
    public async Task ScoreAsync_Null_Throws() => await Assert.ThrowsAsync<ArgumentNullException>(() => _classifier.ClassifyAsync(null!));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void ClassifyBatch_SeveralBatchesAtOnce_GivesTheSameBits(int parallelism)
    {
        using var parallel = TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = 16, MaxDegreeOfParallelism = parallelism });
        using var sequential = TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = 16 });
        var texts = ClassifierFixture.Texts(seed: 43, count: 333);

        Assert.Equal(sequential.ClassifyBatch(texts), parallel.ClassifyBatch(texts));
        Assert.Throws<OperationCanceledException>(() => parallel.ClassifyBatch(texts, new CancellationToken(canceled: true)));
    }
}
