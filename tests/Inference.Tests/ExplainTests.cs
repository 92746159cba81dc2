using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class ExplainTests(ScorerFixture fixture) : IClassFixture<ScorerFixture>
{
    // Each contribution is a mean of differences of float32 logits, each within 1e-5 of the double-precision one.
    const double Tolerance = 2e-5;

    // A sum of at most 12 numbers that were each rounded to float32; logits are below 10.
    const double SumTolerance = 1e-5;

    readonly SentimentScorer _scorer = fixture.Scorer;

    [Fact]
    public void Encode_Text_ShowsIdsTokensAndPlaces()
    {
        const string text = "A <b>GOOD</b> xyzzy, fi-lm!";

        var encoding = _scorer.Encode(text);

        Assert.Equal(TinyBundle.SequenceLength, encoding.Ids.Count);
        Assert.Equal(["a", "good", "xyzzy", "film"], encoding.Tokens.Select(token => token.Text));
        Assert.Equal(["A", "GOOD", "xyzzy", "fi-lm"], encoding.Tokens.Select(token => text.Substring(token.Start, token.Length)));
        Assert.Equal(
            [TokenStatus.StopWord, TokenStatus.Known, TokenStatus.Unknown, TokenStatus.Known], encoding.Tokens.Select(token => token.Status));
        Assert.Equal(encoding.Ids.TakeLast(3), encoding.Tokens.Skip(1).Select(token => token.Id));
        Assert.All(encoding.Ids.SkipLast(3), id => Assert.Equal(0, id));
        Assert.False(encoding.Truncated);
    }

    [Fact]
    public void Encode_LongText_ShowsWhatTheModelReads()
    {
        var encoding = _scorer.Encode(string.Join(' ', TinyBundle.Words));

        Assert.Equal(TinyBundle.Words, encoding.Tokens.Select(token => token.Text));
        Assert.All(encoding.Tokens.Index(), token => Assert.Equal(
            token.Index < TinyBundle.SequenceLength ? TokenStatus.Known : TokenStatus.BeyondLimit, token.Item.Status));
        Assert.True(encoding.Truncated);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(3)]
    [InlineData(1)]
    public void Explain_AnyText_ContributionsLeadFromTheBaselineToTheScore(int maxBatchSize)
    {
        using var scorer = SentimentScorer.Load(fixture.BundlePath, new() { MaxBatchSize = maxBatchSize });
        foreach (var text in ScorerFixture.Texts(seed: 51, count: 40))
        {
            var explanation = scorer.Explain(text);

            Assert.Equal(fixture.Bundle.Logit(text), explanation.Score.Logit, Tolerance);
            Assert.Equal(fixture.Bundle.Logit(""), explanation.Baseline.Logit, Tolerance);
            Assert.Equal(
                explanation.Score.Logit, explanation.Baseline.Logit + explanation.Contributions.Sum(each => (double)each.Logit), SumTolerance);
            Assert.Equal(
                explanation.Score.Probability,
                explanation.Baseline.Probability + explanation.Contributions.Sum(each => (double)each.Probability),
                SumTolerance);
            Assert.Equal(scorer.Encode(text).Tokens, explanation.Contributions.Select(each => each.Token));
            Assert.All(explanation.Contributions.Where(each => each.Token.Status is not TokenStatus.Known), each =>
                Assert.Equal((0f, 0f), (each.Logit, each.Probability)));
        }
    }

    [Theory]
    [InlineData("good")]
    [InlineData("awful film")]
    [InlineData("dull plot great cast")]
    [InlineData("love good love")]
    public void Explain_UpToThreeKnownTokens_GivesTheirShapleyValues(string text)
    {
        text = string.Join(' ', text.Split(' ').Take(3));

        var explanation = _scorer.Explain(text);

        var expected = ShapleyValues(text.Split(' '));
        Assert.Equal(expected.Length, explanation.Contributions.Count);
        Assert.All(expected.Zip(explanation.Contributions), pair => Assert.Equal(pair.First, pair.Second.Logit, Tolerance));
    }

    [Fact]
    public void Explain_SameText_GivesTheSameBits()
    {
        const string text = "good plot awful boring story great music dull ending";

        Assert.Equal(_scorer.Explain(text).Contributions, _scorer.Explain(text).Contributions);
    }

    [Fact]
    public void Explain_LongText_SaysWhatTheModelDoesNotRead()
    {
        // 12 tokens are read: the stop words between them take no place.
        var text = string.Join(" the ", TinyBundle.Words.Take(11)) + " xyzzy of love, of hate";

        var explanation = _scorer.Explain(text);

        Assert.True(explanation.Score.Truncated);
        Assert.Equal(1, explanation.Score.UnknownCount);
        Assert.Equal(
            [TokenStatus.Unknown, TokenStatus.StopWord, TokenStatus.BeyondLimit, TokenStatus.StopWord, TokenStatus.BeyondLimit],
            explanation.Contributions.TakeLast(5).Select(each => each.Token.Status));
        Assert.Equal(10, explanation.Contributions.Count(each => each.Token is { Status: TokenStatus.StopWord, Text: "the" }));
        Assert.Equal(
            explanation.Score.Logit - explanation.Baseline.Logit, explanation.Contributions.Sum(each => (double)each.Logit), SumTolerance);
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
            Assert.Equal(_scorer.Score("").Probability, _scorer.Explain(text).Baseline.Probability, tolerance: 1e-6);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("xyzzy plugh")]
    public void Explain_NothingKnown_IsTheBaseline(string text)
    {
        var explanation = _scorer.Explain(text);

        Assert.All(explanation.Contributions, contribution => Assert.Equal((0f, 0f), (contribution.Logit, contribution.Probability)));
        Assert.Equal((explanation.Baseline.Logit, explanation.Baseline.Probability), (explanation.Score.Logit, explanation.Score.Probability));
        Assert.Equal(_scorer.Score(text).Logit, explanation.Score.Logit, tolerance: 1e-6); // another batch size
        Assert.Equal(_scorer.Score(text).Status, explanation.Score.Status);
    }

    [Fact]
    public void Explain_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => _scorer.Explain("good film", new CancellationToken(canceled: true)));

    /// <summary>By the definition: the mean gain over all orders, from the double-precision reference.</summary>
    double[] ShapleyValues(string[] words)
    {
        var (values, orders) = (new double[words.Length], Orders(words.Length).ToList());
        foreach (var order in orders)
        {
            // A word that is not there yet is an unknown one, which reads as padding does.
            var shown = words.Select(_ => "xyzzy").ToArray();
            var before = fixture.Bundle.Logit("");
            foreach (var word in order)
            {
                shown[word] = words[word];
                var after = fixture.Bundle.Logit(string.Join(' ', shown));
                values[word] += (after - before) / orders.Count;
                before = after;
            }
        }

        return values;
    }

    static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));
}
