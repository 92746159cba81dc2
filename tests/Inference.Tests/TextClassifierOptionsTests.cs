namespace RnnToolkit.Inference.Tests;

public sealed class TextClassifierOptionsTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    [Fact]
    public void Defaults_AreThoseOfAServer()
    {
        var options = new TextClassifierOptions();

        Assert.Equal(
            (ExecutionProvider.Cpu, 1, 64, 4, null),
            (options.ExecutionProvider, options.IntraOpThreadCount, options.MaxBatchSize, options.LengthBucketWidth, options.Threshold));
        Assert.Empty(options.Validate());
    }

    [Fact]
    public void Load_SeveralBadOptions_NamesThemAll()
    {
        var options = new TextClassifierOptions
        {
            ExecutionProvider = (ExecutionProvider)9, DeviceId = -1, IntraOpThreadCount = 0, MaxBatchSize = 4097,
            MaxDegreeOfParallelism = 0, LengthBucketWidth = -1, Threshold = double.NaN,
        };

        var exception = Assert.Throws<ArgumentException>(() => TextClassifier.Load(fixture.BundlePath, options));

        Assert.StartsWith(
            "ExecutionProvider is 9, expected Cpu or Cuda or Managed; DeviceId is -1, expected 0 or more; IntraOpThreadCount is 0, expected 1 to 1024; "
            + "MaxBatchSize is 4097, expected 1 to 4096; MaxDegreeOfParallelism is 0, expected 1 to 1024; LengthBucketWidth is -1, expected 0 to 10000; "
            + "Threshold is NaN, expected 0 to 1",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralThreadsPerBatch_GivesTheSameScores()
    {
        using var classifier = TextClassifier.Load(fixture.BundlePath, new() { IntraOpThreadCount = 2 });
        var texts = ClassifierFixture.Texts(seed: 8, count: 64);

        // Rows are computed by one thread each; only the split of the work differs.
        Assert.All(fixture.Classifier.ClassifyBatch(texts).Zip(classifier.ClassifyBatch(texts)), pair =>
            Assert.Equal(pair.First.Probability, pair.Second.Probability, tolerance: 1e-6));
    }
}
