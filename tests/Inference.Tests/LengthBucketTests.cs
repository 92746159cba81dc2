using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Inference.Tests;

public sealed class LengthBucketTests : IDisposable
{
    // Within 1e-5 of the double-precision logit, whatever runs together with whatever.
    const double ReferenceTolerance = 1e-5;

    // The same steps in batches of other shapes: a few units in the last place, which a vanilla RNN multiplies.
    const double ShapeTolerance = 2e-6;

    static readonly int[] s_widths = [0, 1, 3, 4, 5, 11, 12, 13, TextClassifierOptions.LargestLengthBucketWidth];

    readonly TempDirectory _directory = new();

    public static TheoryData<RecurrentCell, int> Architectures
    {
        get
        {
            var data = new TheoryData<RecurrentCell, int>();
            foreach (var (cell, layers) in TinyBundle.Architectures)
            {
                data.Add(cell, layers);
            }

            return data;
        }
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Classify_AnyWidthAndLength_IsThatOfTheWholeRow(RecurrentCell cell, int layers)
    {
        var bundle = new TinyBundle(cell, layers, seed: 3);
        bundle.Write(_directory["bundle"]);
        using var wholeRows = Load(width: 0);
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => string.Join(' ', TinyBundle.Words.Skip(i % 11).Take(i % 15)))];
        foreach (var width in s_widths)
        {
            using var classifier = Load(width);
            var batched = classifier.ClassifyBatch(texts);
            Assert.All(texts.Zip(batched), pair =>
            {
                var (expected, single) = (wholeRows.Classify(pair.First), classifier.Classify(pair.First));
                Assert.Equal(bundle.Logit(pair.First), single.Logit, ReferenceTolerance);
                AssertSame(expected, single);
                AssertSame(expected, pair.Second);
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void ClassifyBatch_AnyOrder_GivesEachTextItsScore(int maxBatchSize)
    {
        new TinyBundle().Write(_directory["bundle"]);
        using var classifier = Load(width: 2, maxBatchSize);
        var texts = ClassifierFixture.Texts(seed: 61, count: 2500, maxWords: 20); // more than a window
        var order = Enumerable.Range(0, texts.Length).ToArray();
        new Random(62).Shuffle(order);

        var shuffled = classifier.ClassifyBatch([.. order.Select(i => texts[i])]);

        var expected = classifier.ClassifyBatch(texts);
        Assert.All(order.Zip(shuffled), pair => AssertSame(expected[pair.First], pair.Second));
        Assert.Equal(expected, classifier.ClassifyBatch(texts));
    }

    [Fact]
    public void ClassifyBatch_SeveralWindowsAtOnce_GivesTheSameBits()
    {
        new TinyBundle(RecurrentCell.Rnn).Write(_directory["bundle"]);
        var texts = ClassifierFixture.Texts(seed: 63, count: 700, maxWords: 20);
        using var alone = Load(width: 3, maxBatchSize: 8);
        var expected = alone.ClassifyBatch(texts);
        foreach (var parallelism in new[] { 2, 3, 50 })
        {
            using var classifier = TextClassifier.Load(
                _directory["bundle"], new() { LengthBucketWidth = 3, MaxBatchSize = 8, MaxDegreeOfParallelism = parallelism });

            Assert.Equal(expected, classifier.ClassifyBatch(texts));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Explain_AnyWidth_GivesTheContributionsOfTheWholeRow(int width)
    {
        new TinyBundle(RecurrentCell.Lstm, layers: 2).Write(_directory["bundle"]);
        using var wholeRows = Load(width: 0);
        using var classifier = Load(width);
        foreach (var text in ClassifierFixture.Texts(seed: 64, count: 30, maxWords: 20))
        {
            var (expected, found) = (wholeRows.Explain(text), classifier.Explain(text));

            AssertSame(expected.Prediction, found.Prediction);
            Assert.Equal(expected.Contributions.Select(contribution => contribution.Token), found.Contributions.Select(contribution => contribution.Token));
            Assert.All(expected.Contributions.Zip(found.Contributions), pair => Assert.Equal(pair.First.Logit, pair.Second.Logit, 2 * ShapeTolerance));
        }
    }

    [Fact]
    public void Verify_WithAndWithoutBuckets_Passes()
    {
        new TinyBundle(RecurrentCell.Rnn, layers: 2).Write(_directory["bundle"]);
        foreach (var width in s_widths)
        {
            using var classifier = Load(width);

            Assert.True(classifier.Verify().Passes());
        }
    }

    [Fact]
    public void Load_BundleWithTables_UsesTheWidthThatWasAskedFor()
    {
        new TinyBundle().Write(_directory["bundle"]);
        foreach (var width in s_widths)
        {
            using var classifier = Load(width);

            Assert.Equal(width, classifier.LengthBucketWidth);
        }
    }

    [Fact]
    public void Load_BundleOfAnOlderExport_RunsWholeRows()
    {
        var bundle = new TinyBundle();
        bundle.Write(_directory["bundle"], new() { PaddingStates = 0 });
        using var classifier = Load(width: 4);

        Assert.Equal(0, classifier.LengthBucketWidth);
        Assert.All(ClassifierFixture.Texts(seed: 65, count: 40), text => Assert.Equal(bundle.Logit(text), classifier.Classify(text).Logit, ReferenceTolerance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Load_TooFewStates_IsRefused(int states)
    {
        new TinyBundle().Write(_directory["bundle"], new() { PaddingStates = states });

        // The rows that are skipped to are 4 and 8, and the table ends before the last of them.
        Assert.Contains("expected a graph that ONNX Runtime runs", Refusal().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Load_WrongState_IsRefused(int step)
    {
        new TinyBundle().Write(_directory["bundle"], new() { ChangePaddingState = (at, value) => at == step ? value + 0.3f : value });

        Assert.Matches($"states after {step} steps of padding: found the probability 0\\.\\d+, expected 0\\.\\d+, which the steps give$", Refusal().Message);
    }

    [Fact]
    public void Load_StateThatIsNoNumber_IsRefused()
    {
        new TinyBundle().Write(_directory["bundle"], new() { ChangePaddingState = (at, value) => at == 8 ? float.NaN : value });

        Assert.Contains("probability: found NaN for the logit NaN, expected the sigmoid of a finite logit", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongStateThatNobodyUses_IsOfNoConsequence()
    {
        new TinyBundle().Write(_directory["bundle"], new() { ChangePaddingState = (at, value) => at is 0 ? value : float.NaN });

        using var classifier = Load(width: 0);

        Assert.True(classifier.Verify().Passes());
    }

    [Theory]
    [InlineData("12")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("eleven")]
    [InlineData("")]
    public void Load_OtherCountOfStatesThanTheSequenceLengthNeeds_IsRefused(string count)
    {
        new TinyBundle().Write(
            _directory["bundle"], new() { ChangeModel = model => TinyGraphOptions.SetMetadata(model, GraphMetadataKeys.SkippablePadding, count) });

        Assert.EndsWith($"metadata rnntoolkit.skippable_padding: found {count}, expected 11", Refusal().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SkippedPaddingInTwoDirections_IsRefused()
    {
        new TinyBundle().Write(_directory["bundle"], change: manifest => manifest with { Model = manifest.Model with { Bidirectional = true } });

        Assert.Contains(
            "metadata rnntoolkit.skippable_padding: found 11, expected nothing, for padding is skipped only on the left and in one direction",
            Refusal().Message,
            StringComparison.Ordinal);
    }

    TextClassifier Load(int width, int maxBatchSize = 64) =>
        TextClassifier.Load(_directory["bundle"], new() { LengthBucketWidth = width, MaxBatchSize = maxBatchSize });

    BundleFormatException Refusal()
    {
        var exception = Assert.Throws<BundleFormatException>(() => TextClassifier.Load(_directory["bundle"]));
        Assert.Equal(Path.Combine(_directory["bundle"], ModelBundle.GraphFile), exception.Path);
        return exception;
    }

    static void AssertSame(Prediction expected, Prediction actual)
    {
        Assert.Equal(expected.Probability, actual.Probability, ShapeTolerance);
        Assert.Equal(expected.Logit, actual.Logit, 4 * ShapeTolerance); // the sigmoid's slope is at most 1/4
        Assert.Equal(expected with { Probability = 0, Probabilities = default, Logit = 0, LabelIndex = 0, Label = "" }, actual with { Probability = 0, Probabilities = default, Logit = 0, LabelIndex = 0, Label = "" });
    }
}
