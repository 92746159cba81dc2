using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class ExplainTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    // Two float32 logits are subtracted, each within 1e-5 of the double-precision one.
    const double Tolerance = 2e-5;

    readonly SentimentScorer _scorer = fixture.Scorer;

    [Fact]
    public void Encode_Text_ShowsIdsTokensAndPlaces()
    {
        const string text = "A <b>GOOD</b> xyzzy, fi-lm!";

        var encoding = _scorer.Encode(text);

        Assert.Equal(TinyBundle.SequenceLength, encoding.Ids.Count);
        Assert.Equal(["good", "xyzzy", "film"], encoding.Tokens.Select(token => token.Text));
        Assert.Equal(["GOOD", "xyzzy", "fi-lm"], encoding.Tokens.Select(token => text.Substring(token.Start, token.Length)));
        Assert.Equal(encoding.Ids.TakeLast(3), encoding.Tokens.Select(token => token.Id));
        Assert.Equal([true, false, true], encoding.Tokens.Select(token => token.Id != 0));
        Assert.All(encoding.Ids.SkipLast(3), id => Assert.Equal(0, id));
        Assert.False(encoding.Truncated);
    }

    [Fact]
    public void Encode_LongText_ShowsWhatTheModelReads()
    {
        var encoding = _scorer.Encode(string.Join(' ', TinyBundle.Words));

        Assert.Equal(TinyBundle.Words.Take(TinyBundle.SequenceLength), encoding.Tokens.Select(token => token.Text));
        Assert.True(encoding.Truncated);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(3)]
    [InlineData(1)]
    public void Explain_EachToken_IsTheDifferenceThatItsAbsenceMakes(int maxBatchSize)
    {
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = maxBatchSize });
        foreach (var text in ScorerFixture.Texts(seed: 51, count: 20))
        {
            var explanation = scorer.Explain(text);

            var encoding = scorer.Encode(text);
            var ids = encoding.Ids.ToArray();
            var whole = fixture.Bundle.Weights.Logit(ids);
            Assert.Equal(whole, explanation.Score.Logit, Tolerance);
            Assert.Equal(encoding.Tokens, explanation.Contributions.Select(contribution => contribution.Token));
            foreach (var (i, contribution) in explanation.Contributions.Index())
            {
                var without = ids.ToArray();
                without[ids.Length - encoding.Tokens.Count + i] = 0;
                var logit = fixture.Bundle.Weights.Logit(without);
                Assert.Equal(whole - logit, contribution.Logit, Tolerance);
                Assert.Equal(Sigmoid(whole) - Sigmoid(logit), contribution.Probability, Tolerance);
            }
        }
    }

    [Fact]
    public void Explain_Text_GivesTheScoreOfScore()
    {
        var texts = ScorerFixture.Texts(seed: 52, count: 50);

        Assert.All(texts, text =>
        {
            var (expected, found) = (_scorer.Score(text), _scorer.Explain(text).Score);
            Assert.Equal(expected.Probability, found.Probability, tolerance: 1e-6); // another batch size
            Assert.Equal(expected with { Probability = 0, Logit = 0 }, found with { Probability = 0, Logit = 0 });
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyzzy plugh")]
    public void Explain_NothingKnown_ContributesNothing(string text)
    {
        var explanation = _scorer.Explain(text);

        Assert.All(explanation.Contributions, contribution => Assert.Equal((0f, 0f), (contribution.Logit, contribution.Probability)));
        Assert.Equal(_scorer.Score(text), explanation.Score);
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
