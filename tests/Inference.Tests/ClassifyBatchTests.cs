namespace RnnToolkit.Inference.Tests;

public sealed class ClassifyBatchTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    // Matrix products of other shapes add in another order: a few units in the last place of float32.
    const double ShapeTolerance = 1e-6;

    readonly TextClassifier _classifier = fixture.Classifier;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ClassifyBatch_RandomNeighbours_LeaveEachScoreUnchanged(int seed)
    {
        var texts = ClassifierFixture.Texts(seed, count: 64, maxWords: 200);

        var batched = _classifier.ClassifyBatch(texts);

        Assert.All(texts.Zip(batched), pair => AssertSame(_classifier.Classify(pair.First), pair.Second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(64)]
    [InlineData(4096)]
    public void ClassifyBatch_AnyMaxBatchSize_GivesTheSameScoresInOrder(int maxBatchSize)
    {
        using var classifier = TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = maxBatchSize });
        var texts = ClassifierFixture.Texts(seed: 4, count: 131); // prime: the last batch is ragged for every size above 1

        var predictions = classifier.ClassifyBatch(texts);

        Assert.Equal(texts.Length, predictions.Length);
        Assert.All(texts.Zip(predictions), pair => AssertSame(_classifier.Classify(pair.First), pair.Second));
    }

    [Fact]
    public void ClassifyBatch_TwiceTheSameList_GivesTheSameBits()
    {
        var texts = ClassifierFixture.Texts(seed: 5, count: 100);

        Assert.Equal(_classifier.ClassifyBatch(texts), _classifier.ClassifyBatch(texts));
    }

    [Fact]
    public void ClassifyBatch_NoTexts_GivesNoScores() => Assert.Empty(_classifier.ClassifyBatch([]));

    [Fact]
    public void ClassifyBatch_NullText_NamesItsIndex()
    {
        var exception = Assert.Throws<ArgumentException>(() => _classifier.ClassifyBatch(["good", "bad", null!]));

        Assert.Equal("texts", exception.ParamName);
        Assert.StartsWith("texts[2] is null", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassifyBatch_Cancelled_ThrowsBeforeScoring()
    {
        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => _classifier.ClassifyBatch(["good"], cancelled));
        Assert.Throws<OperationCanceledException>(() => _classifier.ClassifyBatch([], cancelled));
    }

    [Fact]
    public void ClassifyBatch_CancelledOnTheWay_StopsAtTheNextBatch()
    {
        using var cancellation = new CancellationTokenSource();
        using var classifier = TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = 2 });
        var texts = new CancellingList(["a", "b", "c", "d", "e", "f"], cancelAt: 3, cancellation);

        Assert.Throws<OperationCanceledException>(() => classifier.ClassifyBatch(texts, cancellation.Token));
        Assert.Equal(3, texts.LastEncoded);
    }

    static void AssertSame(Prediction expected, Prediction actual)
    {
        Assert.Equal(expected.Probability, actual.Probability, ShapeTolerance);
        Assert.Equal(expected.Logit, actual.Logit, 4 * ShapeTolerance); // the sigmoid's slope is at most 1/4
        Assert.Equal(
            expected with { Probability = 0, Probabilities = default, Logit = 0 },
            actual with { Probability = 0, Probabilities = default, Logit = 0 });
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
