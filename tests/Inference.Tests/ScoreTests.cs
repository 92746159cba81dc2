using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class ScoreTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    readonly SentimentScorer _scorer = fixture.Scorer;

    [Theory]
    [InlineData("good film", ScoreStatus.Ok, 2, 0)]
    [InlineData("good xyzzy", ScoreStatus.Ok, 2, 1)]
    [InlineData("", ScoreStatus.Empty, 0, 0)]
    [InlineData("<br /> ... the", ScoreStatus.Empty, 0, 0)]
    [InlineData("xyzzy plugh", ScoreStatus.AllUnknown, 2, 2)]
    public void Score_ShortText_SaysWhatWasRead(string text, ScoreStatus status, int tokens, int unknown)
    {
        var score = _scorer.Score(text);

        Assert.Equal((status, tokens, unknown, false), (score.Status, score.TokenCount, score.UnknownCount, score.Truncated));
    }

    [Fact]
    public void Score_MoreTokensThanTheModelReads_ScoresTheFirstOnes()
    {
        var head = string.Join(' ', TinyBundle.Words.Take(TinyBundle.SequenceLength));

        var score = _scorer.Score(head + " awful waste");

        Assert.Equal((ScoreStatus.Truncated, true, TinyBundle.SequenceLength), (score.Status, score.Truncated, score.TokenCount));
        Assert.Equal(_scorer.Score(head).Logit, score.Logit);
    }

    [Fact]
    public void Score_TruncatedAndUnknown_SaysAllUnknown()
    {
        var score = _scorer.Score(string.Join(' ', Enumerable.Repeat("xyzzy", 50)));

        Assert.Equal((ScoreStatus.AllUnknown, true), (score.Status, score.Truncated));
    }

    [Fact]
    public void Score_TenMillionCharacters_ReadsOnlyWhatTheModelNeeds()
    {
        var text = string.Concat(Enumerable.Repeat("good film ", 1_000_000));

        Assert.Equal(ScoreStatus.Truncated, _scorer.Score(text).Status);
    }

    [Fact]
    public void Score_Span_IsTheScoreOfTheString() => Assert.Equal(_scorer.Score("good film"), _scorer.Score("a good film!".AsSpan(2)));

    [Fact]
    public void Score_Null_Throws() => Assert.Throws<ArgumentNullException>(() => _scorer.Score(null!));

    [Fact]
    public void Score_LongText_AllocatesNoMoreThanAShortOne()
    {
        var longText = string.Join(' ', ScorerFixture.Texts(seed: 9, count: 500));
        var (shortBytes, longBytes) = (AllocatedBytes("good"), AllocatedBytes(longText));

        Assert.Equal(shortBytes, longBytes);

        // What the managed API of ONNX Runtime makes per call; ids, tokens and logits are none of it.
        Assert.InRange(shortBytes, 0, 2048);

        long AllocatedBytes(string text)
        {
            _scorer.Score(text);
            var before = GC.GetAllocatedBytesForCurrentThread();
            _scorer.Score(text);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Label_ProbabilityAtTheThreshold_IsOne()
    {
        var probability = _scorer.Score("good film").Probability;
        using var at = SentimentScorer.Load(fixture.BundlePath, new() { Threshold = probability });
        using var above = SentimentScorer.Load(fixture.BundlePath, new() { Threshold = Math.BitIncrement((double)probability) });

        Assert.Equal((1, "positive"), (at.Score("good film").LabelIndex, at.Score("good film").Label));
        Assert.Equal((0, "negative"), (above.Score("good film").LabelIndex, above.Score("good film").Label));
    }

    [Fact]
    public void Manifest_OfALoadedScorer_IsTheBundles() => Assert.Equal("tiny-gru1", _scorer.Manifest.Name);
}
