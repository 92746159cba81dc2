using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

/// <summary>Bundles of the second format: any number of labels, any language, n-grams.</summary>
public sealed class GeneralModelTests : IDisposable
{
    // float32 against float64, over a dozen steps.
    const double Tolerance = 1e-5;

    static readonly string[] s_texts =
    [
        "good great story, bad ending. I don't love it!", "", "good", "zzz qqq", "Großartig 😀", "好电影", "good zzz bad zzz great",
        string.Join(' ', TinyBundle.Words), "I don't love it! " + string.Join(' ', TinyBundle.Words), "<b>good</b> &amp; bad https://example.org",
    ];

    readonly TempDirectory _directory = new();

    public static TheoryData<int, Pooling, bool> Models
    {
        get
        {
            var data = new TheoryData<int, Pooling, bool>();
            foreach (var pooling in Enum.GetValues<Pooling>())
            {
                data.Add(2, pooling, true);
                data.Add(3, pooling, true);
                data.Add(40, pooling, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Classify_AnyModel_GivesTheProbabilitiesOfTheReference(int classes, Pooling pooling, bool wide)
    {
        var bundle = Write(classes, pooling, wide);
        using var classifier = TextClassifier.Load(_directory["bundle"], new() { MaxBatchSize = 4 });

        var batch = classifier.ClassifyBatch(s_texts);

        Assert.All(s_texts.Zip(batch), pair =>
        {
            var (text, prediction) = pair;
            var expected = Probabilities(bundle, text);
            Assert.Equal(bundle.Labels, prediction.Probabilities.Keys);
            Assert.All(expected.Zip(prediction.Probabilities.Values), each => Assert.Equal(each.First, each.Second, Tolerance));
            Assert.Equal(bundle.Labels[prediction.LabelIndex], prediction.Label);
            Assert.Equal(expected.Max(), prediction.Probability, Tolerance);
            Assert.Equal(prediction.Probability, prediction.Probabilities[prediction.Label]);
            Assert.Equal(1, prediction.Probabilities.Values.Sum(), Tolerance);

            // Alone as among others.
            var alone = classifier.Classify(text);
            Assert.All(alone.Probabilities.Values.Zip(prediction.Probabilities.Values), each => Assert.Equal(each.First, each.Second, Tolerance));
        });
        Assert.True(classifier.Verify().Passes());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Explain_AnyModel_ContributionsLeadFromTheBaselineToTheLabel(int classes, bool wide)
    {
        var bundle = Write(classes, Pooling.MeanMax, wide);
        using var classifier = TextClassifier.Load(_directory["bundle"]);

        Assert.All(s_texts, text =>
        {
            var explanation = classifier.Explain(text);
            var prediction = classifier.Classify(text);
            var label = bundle.Labels.ToList().IndexOf(explanation.Label);
            Assert.Equal(prediction.Label, explanation.Prediction.Label);
            Assert.Equal(
                prediction.Probabilities.At(label),
                explanation.BaseProbability + explanation.Contributions.Sum(each => (double)each.Probability),
                tolerance: 1e-4); // many float32 differences add up
            Assert.Equal(
                bundle.Logits(text)[classes == 2 ? 0 : label], explanation.BaseLogit + explanation.Contributions.Sum(each => (double)each.Logit), tolerance: 1e-4);
            Assert.All(explanation.Contributions, each => Assert.True(wide || each.WideLogit == 0));
        });
    }

    [Fact]
    public void Explain_ALongText_CreditsTheNGramsBeyondTheSequence()
    {
        Write(classes: 3, Pooling.MeanMax, wide: true);
        using var classifier = TextClassifier.Load(_directory["bundle"]);

        var contributions = classifier.Explain(string.Join(' ', Enumerable.Repeat("xyz", 3 * TinyBundle.SequenceLength)).Insert(60, " good great story ")).Contributions;

        Assert.Contains(contributions, each => each.Token.Status is Preprocess.TokenStatus.BeyondLimit && each.WideLogit != 0);
    }

    [Fact]
    public void ClassifyBatch_ProbabilitiesAreNotKept_StillGivesTheLabels()
    {
        Write(classes: 3, Pooling.Mean, wide: true);
        using var keeping = TextClassifier.Load(_directory["bundle"]);
        using var frugal = TextClassifier.Load(_directory["bundle"], new() { KeepProbabilities = false });

        Assert.All(keeping.ClassifyBatch(s_texts).Zip(frugal.ClassifyBatch(s_texts)), pair =>
        {
            Assert.Equal((pair.First.Label, pair.First.Probability), (pair.Second.Label, pair.Second.Probability));
            Assert.Empty(pair.Second.Probabilities);
        });
    }

    [Fact]
    public void Load_AThresholdForMoreThanTwoLabels_IsRefused()
    {
        Write(classes: 3, Pooling.Mean, wide: false);

        var exception = Assert.Throws<ArgumentException>(() => TextClassifier.Load(_directory["bundle"], new() { Threshold = 0.7 }));

        Assert.StartsWith("Threshold is for two labels, and the bundle has 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsUncertain_MoreThanTwoLabels_ComparesTheTwoBest()
    {
        var bundle = Write(classes: 3, Pooling.Mean, wide: true);
        var best = Probabilities(bundle, "good").OrderDescending().ToArray();
        using var below = TextClassifier.Load(_directory["bundle"], new() { UncertaintyMargin = best[0] - best[1] - 1e-4 });
        using var above = TextClassifier.Load(_directory["bundle"], new() { UncertaintyMargin = best[0] - best[1] + 1e-4 });

        Assert.False(below.Classify("good").IsUncertain);
        Assert.True(above.Classify("good").IsUncertain);
    }

    [Fact]
    public void Probabilities_OfTwoLabels_AreThereWithoutAnArray()
    {
        Write(classes: 2, Pooling.Last, wide: false);
        using var classifier = TextClassifier.Load(_directory["bundle"], new() { KeepProbabilities = false });

        var prediction = classifier.Classify("good");

        Assert.Equal(2, prediction.Probabilities.Count);
        Assert.Equal(1, prediction.Probabilities["label 0"] + prediction.Probabilities["label 1"], Tolerance);
        Assert.False(prediction.Probabilities.TryGetValue("label 2", out _));
        Assert.Throws<KeyNotFoundException>(() => prediction.Probabilities["label 2"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Probabilities.At(2));
    }

    [Theory]
    [InlineData("formatVersion", "found formatVersion is 1, expected 2")]
    [InlineData("labels", "found labels has 2 names, expected 3")]
    [InlineData("nGrams", "found nGrams.count is 1, expected ")]
    public void Load_AManifestThatContradictsItself_IsRefused(string field, string expected)
    {
        TinyBundle.General(["a", "b", "c"]).Write(_directory["bundle"], change: manifest => field switch
        {
            "formatVersion" => manifest with { FormatVersion = 1 },
            "labels" => manifest with { Labels = ["a", "b"] },
            _ => manifest with { NGrams = manifest.NGrams! with { Count = 1 } },
        });

        var exception = Assert.Throws<BundleFormatException>(() => TextClassifier.Load(_directory["bundle"]));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    TinyBundle Write(int classes, Pooling pooling, bool wide)
    {
        var bundle = TinyBundle.General([.. Enumerable.Range(0, classes).Select(label => $"label {label}")], RecurrentCell.Lstm, pooling, wide);
        bundle.Write(_directory["bundle"]);
        return bundle;
    }

    static double[] Probabilities(TinyBundle bundle, string text)
    {
        var probabilities = ScoreComparison.Probabilities(bundle.Logits(text));
        return probabilities.Length == 1 ? [1 - probabilities[0], probabilities[0]] : probabilities;
    }
}
