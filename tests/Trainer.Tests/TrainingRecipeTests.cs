using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

public class TrainingRecipeTests
{
    // One rounding to float32.
    const double Tolerance = 1e-6;

    [Fact]
    public void StepSizes_WarmUpAndCosine_RiseAndFall()
    {
        var sizes = new StepSizes(
            new TrainingOptions { Epochs = 4, LearningRate = 0.1, Schedule = LearningRateSchedule.Cosine, WarmUp = 0.25 }, stepsPerEpoch: 10);

        Assert.Equal(0.1 * 0.1, sizes.At(1, 0, []), 1e-12);
        Assert.Equal(0.1 * 0.5 * (1 + Math.Cos(Math.PI * 9 / 40)), sizes.At(1, 9, []), 1e-12); // the first with the whole rise
        Assert.Equal(0.1 * 0.5, sizes.At(3, 0, []), 1e-12);
        Assert.InRange(sizes.At(4, 9, []), 0, 0.001);
    }

    [Fact]
    public void StepSizes_Plateau_HalvesAfterEachEpochWithoutGain()
    {
        var sizes = new StepSizes(new TrainingOptions { LearningRate = 0.1, Schedule = LearningRateSchedule.Plateau }, stepsPerEpoch: 10);

        Assert.Equal(0.1, sizes.At(2, 3, [Epoch(1, 0.7)]));
        Assert.Equal(0.1, sizes.At(3, 3, [Epoch(1, 0.7), Epoch(2, 0.6)]));
        Assert.Equal(0.025, sizes.At(6, 3, [Epoch(1, 0.7), Epoch(2, 0.6), Epoch(3, 0.65), Epoch(4, 0.6), Epoch(5, 0.5)]), 1e-12);
    }

    [Theory]
    [InlineData(0, 100, 8)]
    [InlineData(1000, 100, 8)]
    [InlineData(250, 100, 3)]
    [InlineData(10, 100, 1)]   // one epoch at least
    public void EpochsOf_MaxSteps_LimitsTheEpochs(int maxSteps, int stepsPerEpoch, int epochs) =>
        Assert.Equal(epochs, new TrainingOptions { Epochs = 8, MaxSteps = maxSteps }.EpochsOf(stepsPerEpoch));

    [Fact]
    public void BestEpoch_EachMetric_ChoosesByItAndThenByTheLoss()
    {
        EpochMetrics[] epochs =
        [
            new(1, 0.5, 0.50, 0.80, 0.70), new(2, 0.4, 0.60, 0.90, 0.60), new(3, 0.3, 0.55, 0.90, 0.65), new(4, 0.2, 0.50, 0.85, 0.70),
        ];

        Assert.Equal(1, BestEpoch.Of(epochs, BestMetric.Loss)!.Epoch);
        Assert.Equal(3, BestEpoch.Of(epochs, BestMetric.Accuracy)!.Epoch);
        Assert.Equal(1, BestEpoch.Of(epochs, BestMetric.MacroF1)!.Epoch);
        Assert.Null(BestEpoch.Of([], BestMetric.Loss));
    }

    [Fact]
    public void BestEpoch_Patience_StopsAfterSoManyEpochsWithoutABetterOne()
    {
        var options = new TrainingOptions { Patience = 2 };

        Assert.False(BestEpoch.Stops([], options));
        Assert.False(BestEpoch.Stops([Epoch(1, 0.5), Epoch(2, 0.6)], options));
        Assert.True(BestEpoch.Stops([Epoch(1, 0.5), Epoch(2, 0.6), Epoch(3, 0.5)], options));
        Assert.False(BestEpoch.Stops([Epoch(1, 0.5), Epoch(2, 0.6), Epoch(3, 0.4)], options));
        Assert.False(BestEpoch.Stops([Epoch(1, 0.5), Epoch(2, 0.6), Epoch(3, 0.7)], new TrainingOptions()));
    }

    // Two classes with one logit must train as two classes with two logits would.
    [Theory]
    [InlineData(0.0, ClassWeighting.None)]
    [InlineData(0.2, ClassWeighting.None)]
    [InlineData(0.2, ClassWeighting.Balanced)]
    public void TrainingLoss_TwoClasses_IsCrossEntropyOverTwoLogits(double smoothing, ClassWeighting weights)
    {
        using var scope = NewDisposeScope();
        int[] trainLabels = [0, 0, 0, 1];
        var options = new TrainingOptions
        {
            LabelSmoothing = smoothing, ClassWeights = weights,
            LabelWeights = weights is ClassWeighting.None ? null : new Dictionary<string, double> { ["pos"] = 3 },
        };
        var loss = new TrainingLoss(options, LabelSet.Sentiment, trainLabels, CPU);
        float[] logits = [0.3f, -1.2f, 2];
        int[] labels = [1, 0, 0];

        var found = loss.Of(tensor(logits, [3]), labels).item<float>();

        double[] w = weights is ClassWeighting.None ? [1, 1] : [4 / 2.0 / 3, 3 * 4 / 2.0];
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < labels.Length; i++)
        {
            var p = 1 / (1 + Math.Exp(-logits[i]));
            var target = (labels[i] * (1 - smoothing)) + (smoothing / 2);
            sum -= w[labels[i]] * ((target * Math.Log(p)) + ((1 - target) * Math.Log(1 - p)));
            total += w[labels[i]];
        }

        Assert.Equal(sum / total, found, Tolerance);
    }

    [Fact]
    public void TrainingLoss_WeightOfALabelThatIsNotThere_IsAProblem() => Assert.Equal(
        ["training.labelWeights has \"spam\", expected 0, 1, neg, pos, negative or positive"],
        TrainingLoss.Problems(new TrainingOptions { LabelWeights = new Dictionary<string, double> { ["spam"] = 2 } }, LabelSet.Sentiment));

    [Fact]
    public void Measure_ThreeClasses_GivesLossAccuracyAndMacroF1()
    {
        float[] logits = [2, 0, 0, 0, 1, 3, 1, 0, 0, 0, 4, 0];

        var metrics = Evaluator.Measure(logits, [0, 2, 1, 1], classes: 3, threshold: 0.5);

        Assert.Equal(0.75, metrics.Accuracy);
        Assert.Equal((2 / 3.0 + 2 / 3.0 + 1) / 3, metrics.MacroF1, 1e-12);
        Assert.Null(metrics.Counts);
        double Loss(double[] row, int label) => Math.Log(row.Sum(Math.Exp)) - row[label];
        Assert.Equal((Loss([2, 0, 0], 0) + Loss([0, 1, 3], 2) + Loss([1, 0, 0], 1) + Loss([0, 4, 0], 1)) / 4, metrics.Loss, Tolerance);
    }

    [Fact]
    public void Shuffled_SimilarLengths_GivesEveryTextOnceInBatchesOfSimilarLengths()
    {
        var dataset = Dataset(texts: 1000);

        var (batches, skipped) = dataset.Shuffled(8, seed: 3, similarLengths: true);
        var all = batches.ToList();

        Assert.Equal(0, skipped);
        Assert.Equal(Enumerable.Range(0, 1000), all.SelectMany(batch => batch.Rows.ToArray()).Order());
        Assert.All(all, batch => Assert.Equal(batch.Count * batch.SequenceLength, batch.Ids.Length));
        var padding = all.Sum(batch => batch.Ids.Count(id => id == 0));
        var (plain, _) = dataset.Shuffled(8, seed: 3);
        Assert.True(padding * 4 < plain.Sum(batch => batch.Ids.Count(id => id == 0)), $"{padding} ids of padding");
    }

    [Fact]
    public void Shuffled_FirstBatch_LeavesOutWhatTheWholeOrderStartsWith()
    {
        var dataset = Dataset(texts: 75);
        var (whole, _) = dataset.Shuffled(8, seed: 3, similarLengths: true);

        var (rest, skipped) = dataset.Shuffled(8, seed: 3, similarLengths: true, firstBatch: 4);

        Assert.Equal(whole.Skip(4).SelectMany(batch => batch.Ids), rest.SelectMany(batch => batch.Ids));
        Assert.Equal(whole.Take(4).Sum(batch => batch.Count), skipped);
    }

    [Fact]
    public void WordDropout_Applied_TurnsSomeKnownWordsIntoTheirUnknownRows()
    {
        var encoder = Encoder();
        var words = new WordDropout(0.3, encoder);
        long[] ids = [.. Enumerable.Range(0, 4000).Select(i => (long)(i % encoder.TableSize))];
        var before = ids.ToArray();

        words.Apply(ids, seed: 9);

        var changed = Enumerable.Range(0, ids.Length).Where(i => ids[i] != before[i]).ToList();
        Assert.All(changed, i => Assert.Equal(encoder.UnknownIdOf(encoder.Vocabulary.TokenOf((int)before[i])), ids[i]));
        var known = before.Count(id => id >= 1 && id <= encoder.Vocabulary.Count);
        Assert.InRange(changed.Count, known * 0.25, known * 0.35); // five standard deviations
        var again = before.ToArray();
        words.Apply(again, seed: 9);
        Assert.Equal(ids, again);
    }

    static EpochMetrics Epoch(int epoch, double loss) => new(epoch, 0.5, loss, 0.8);

    static TextEncoder Encoder() => new(
        PreprocessConfig.General with { NGrams = null, SequenceLength = 50, UnknownRows = 7 }, new Vocabulary(["one", "two", "three", "four", "five"]));

    static EncodedDataset Dataset(int texts)
    {
        var random = new Random(1);
        var words = Encoder().Vocabulary.Tokens;
        return EncodedDataset.Encode(
            [.. Enumerable.Range(0, texts).Select(i => new CorpusText(
                $"{i}", string.Join(' ', Enumerable.Range(0, random.Next(60)).Select(_ => words[random.Next(words.Count)])), i % 2))],
            Encoder(), CancellationToken.None);
    }
}
