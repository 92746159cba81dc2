using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class ClassifyTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    readonly TextClassifier _classifier = fixture.Classifier;

    [Theory]
    [InlineData("good film", PredictionStatus.Ok, 2, 0)]
    [InlineData("good xyzzy", PredictionStatus.Ok, 2, 1)]
    [InlineData("", PredictionStatus.Empty, 0, 0)]
    [InlineData("<br /> ... the", PredictionStatus.Empty, 0, 0)]
    [InlineData("xyzzy plugh", PredictionStatus.AllUnknown, 2, 2)]
    public void Classify_ShortText_SaysWhatWasRead(string text, PredictionStatus status, int tokens, int unknown)
    {
        var prediction = _classifier.Classify(text);

        Assert.Equal((status, tokens, unknown, false), (prediction.Status, prediction.TokenCount, prediction.UnknownCount, prediction.Truncated));
    }

    [Fact]
    public void Classify_MoreTokensThanTheModelReads_ScoresTheFirstOnes()
    {
        var head = string.Join(' ', TinyBundle.Words.Take(TinyBundle.SequenceLength));

        var prediction = _classifier.Classify(head + " awful waste");

        Assert.Equal((PredictionStatus.Truncated, true, TinyBundle.SequenceLength), (prediction.Status, prediction.Truncated, prediction.TokenCount));
        Assert.Equal(_classifier.Classify(head).Logit, prediction.Logit);
    }

    [Fact]
    public void Classify_TruncatedAndUnknown_SaysAllUnknown()
    {
        var prediction = _classifier.Classify(string.Join(' ', Enumerable.Repeat("xyzzy", 50)));

        Assert.Equal((PredictionStatus.AllUnknown, true), (prediction.Status, prediction.Truncated));
    }

    [Fact]
    public void Classify_TenMillionCharacters_ReadsOnlyWhatTheModelNeeds()
    {
        var text = string.Concat(Enumerable.Repeat("good film ", 1_000_000));

        Assert.Equal(PredictionStatus.Truncated, _classifier.Classify(text).Status);
    }

    [Fact]
    public void Classify_Span_IsTheScoreOfTheString() => Assert.Equal(_classifier.Classify("good film"), _classifier.Classify("a good film!".AsSpan(2)));

    [Fact]
    public void Classify_Null_Throws() => Assert.Throws<ArgumentNullException>(() => _classifier.Classify(null!));

    [Fact]
    public void Classify_LongText_AllocatesNoMoreThanAShortOne()
    {
        var longText = string.Join(' ', ClassifierFixture.Texts(seed: 9, count: 500));
        var (shortBytes, longBytes) = (AllocatedBytes("good"), AllocatedBytes(longText));

        Assert.Equal(shortBytes, longBytes);

        // What the managed API of ONNX Runtime makes per call; ids, tokens and logits are none of it.
        Assert.InRange(shortBytes, 0, 2048);

        long AllocatedBytes(string text)
        {
            _classifier.Classify(text);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _classifier.Classify(text);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Label_ProbabilityAtTheThreshold_IsOne()
    {
        var probability = _classifier.Classify("good film").Probabilities.At(1);
        using var at = TextClassifier.Load(fixture.BundlePath, new() { Threshold = probability });
        using var above = TextClassifier.Load(fixture.BundlePath, new() { Threshold = Math.BitIncrement((double)probability) });

        Assert.Equal((1, "positive"), (at.Classify("good film").LabelIndex, at.Classify("good film").Label));
        Assert.Equal((0, "negative"), (above.Classify("good film").LabelIndex, above.Classify("good film").Label));
    }

    [Fact]
    public void Manifest_OfALoadedScorer_IsTheBundles() => Assert.Equal("tiny-gru1", _classifier.Manifest.Name);
}
