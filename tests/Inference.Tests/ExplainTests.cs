using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class ExplainTests(ClassifierFixture fixture) : IClassFixture<ClassifierFixture>
{
    // Each contribution is a mean of differences of float32 logits, each within 1e-5 of the double-precision one.
    const double Tolerance = 2e-5;

    // A sum of at most 12 numbers that were each rounded to float32; logits are below 10.
    const double SumTolerance = 1e-5;

    readonly TextClassifier _classifier = fixture.Classifier;

    [Fact]
    public void Encode_Text_ShowsIdsTokensAndPlaces()
    {
        const string text = "A <b>GOOD</b> xyzzy, fi-lm!";

        var encoding = _classifier.Encode(text);

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
        var encoding = _classifier.Encode(string.Join(' ', TinyBundle.Words));

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
        using var classifier = TextClassifier.Load(fixture.BundlePath, new() { MaxBatchSize = maxBatchSize });
        foreach (var text in ClassifierFixture.Texts(seed: 51, count: 40))
        {
            var explanation = classifier.Explain(text);

            Assert.Equal(fixture.Bundle.Logit(text), explanation.Prediction.Logit, Tolerance);
            Assert.Equal(fixture.Bundle.Logit(""), explanation.Baseline.Logit, Tolerance);
            Assert.Equal(
                explanation.Prediction.Logit, explanation.BaseLogit + explanation.Contributions.Sum(each => (double)each.Logit), SumTolerance);
            Assert.Equal(
                explanation.Prediction.Probabilities[explanation.Label],
                explanation.BaseProbability + explanation.Contributions.Sum(each => (double)each.Probability),
                SumTolerance);
            Assert.Equal(classifier.Encode(text).Tokens, explanation.Contributions.Select(each => each.Token));
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

        var explanation = _classifier.Explain(text);

        var expected = ShapleyValues(text.Split(' '));
        Assert.Equal(expected.Length, explanation.Contributions.Count);
        Assert.All(expected.Zip(explanation.Contributions), pair => Assert.Equal(pair.First, pair.Second.Logit, Tolerance));
    }

    [Fact]
    public void Explain_SameText_GivesTheSameBits()
    {
        const string text = "good plot awful boring story great music dull ending";

        Assert.Equal(_classifier.Explain(text).Contributions, _classifier.Explain(text).Contributions);
    }

    [Fact]
    public void Explain_LongText_SaysWhatTheModelDoesNotRead()
    {
        // 12 tokens are read: the stop words between them take no place.
        var text = string.Join(" the ", TinyBundle.Words.Take(11)) + " xyzzy of love, of hate";

        var explanation = _classifier.Explain(text);

        Assert.True(explanation.Prediction.Truncated);
        Assert.Equal(1, explanation.Prediction.UnknownCount);
        Assert.Equal(
            [TokenStatus.Unknown, TokenStatus.StopWord, TokenStatus.BeyondLimit, TokenStatus.StopWord, TokenStatus.BeyondLimit],
            explanation.Contributions.TakeLast(5).Select(each => each.Token.Status));
        Assert.Equal(10, explanation.Contributions.Count(each => each.Token is { Status: TokenStatus.StopWord, Text: "the" }));
        Assert.Equal(
            explanation.Prediction.Logit - explanation.Baseline.Logit, explanation.Contributions.Sum(each => (double)each.Logit), SumTolerance);
    }

    [Fact]
    public void Explain_Text_GivesTheScoreOfScore()
    {
        var texts = ClassifierFixture.Texts(seed: 52, count: 50);

        Assert.All(texts, text =>
        {
            var (expected, found) = (_classifier.Classify(text), _classifier.Explain(text).Prediction);
            Assert.Equal(expected.Probability, found.Probability, tolerance: 1e-6); // another batch size
            Assert.Equal(expected with { Probability = 0, Probabilities = default, Logit = 0 }, found with { Probability = 0, Probabilities = default, Logit = 0 });
            Assert.Equal(_classifier.Classify("").Probability, _classifier.Explain(text).Baseline.Probability, tolerance: 1e-6);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("xyzzy plugh")]
    public void Explain_NothingKnown_IsTheBaseline(string text)
    {
        var explanation = _classifier.Explain(text);

        Assert.All(explanation.Contributions, contribution => Assert.Equal((0f, 0f), (contribution.Logit, contribution.Probability)));
        Assert.Equal((explanation.Baseline.Logit, explanation.Baseline.Probability), (explanation.Prediction.Logit, explanation.Prediction.Probability));
        Assert.Equal(_classifier.Classify(text).Logit, explanation.Prediction.Logit, tolerance: 1e-6); // another batch size
        Assert.Equal(_classifier.Classify(text).Status, explanation.Prediction.Status);
    }

    [Fact]
    public void Explain_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => _classifier.Explain("good film", new CancellationToken(canceled: true)));

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
