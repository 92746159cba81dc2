using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>How well a model does on texts, from what it predicted for each: every number with its 95% interval. Immutable.</summary>
/// <remarks>
/// Intervals: Wilson's for shares; the normal one for means over texts (log loss and Brier score); <see cref="Bootstrap"/> for the others. They say what other texts of the same kind would
/// change, not what another seed of the training would.
/// </remarks>
public sealed record EvaluationSummary
{
    /// <summary>The numbers without intervals, the confusion matrix, and the accuracy among the most probable labels.</summary>
    public required ClassificationReport Report { get; init; }

    /// <summary>Share of texts with the right label.</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>Mean of the labels' F1, over labels that texts have or got.</summary>
    public required Estimate MacroF1 { get; init; }

    /// <summary>Mean negative logarithm of the probability of the right label.</summary>
    public required Estimate LogLoss { get; init; }

    /// <summary>Mean of <see cref="Runs.Calibration.BrierScore"/>.</summary>
    public required Estimate BrierScore { get; init; }

    /// <summary>See <see cref="Runs.Calibration"/>. A draw's error is larger than that of all texts, so that its interval is the basic bootstrap's, which turns that round.</summary>
    public required Estimate ExpectedCalibrationError { get; init; }

    /// <summary>Of two labels, the area under the ROC curve; null for more, and where a label has no text.</summary>
    public required Estimate? RocAuc { get; init; }

    /// <summary>Of two labels, the average precision of the last one; null for more, and where it has no text.</summary>
    public required Estimate? AveragePrecision { get; init; }

    /// <summary>Each label, in the order of the model.</summary>
    public required IReadOnlyList<LabelEstimates> Labels { get; init; }

    /// <summary>The bins of a reliability diagram.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Of two labels, the texts by the probability of the last one, for <see cref="Curves"/>; null for more.</summary>
    public required Ranking? Ranking { get; init; }

    /// <summary>The summary of texts.</summary>
    /// <param name="texts">At least one.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <param name="threshold">Of two labels, the last is given where its probability is at or above this.</param>
    /// <param name="temperature">Logits are divided by it; see <see cref="TemperatureScaling"/>.</param>
    public static EvaluationSummary Of(IReadOnlyList<PredictedText> texts, LabelSet labels, double threshold = 0.5, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfZero(texts.Count);
        double[][] probabilities = [.. texts.Select(text => TemperatureScaling.Probabilities(text.Logits, temperature))];
        int[] right = [.. texts.Select(text => text.Label)], predicted = Array.ConvertAll(probabilities, row => ClassProbabilities.LabelOf<double>(row, threshold));
        var report = ClassificationReport.Of(labels.Names, right, i => probabilities[i], threshold);

        double[] confidences = [.. probabilities.Zip(predicted, (row, label) => ClassProbabilities.OfEach(row)[label])];
        bool[] isRight = [.. right.Zip(predicted, (label, given) => label == given)];
        var calibration = Runs.Calibration.Of(confidences, isRight);
        var ranking = labels.Count == 2 ? new Ranking([.. probabilities.Select(row => row[0])], i => right[i] == 1) : null;
        var drawn = Drawn(right, predicted, confidences, ranking);
        return new EvaluationSummary
        {
            Report = report,
            Accuracy = Proportion.Estimate(isRight.LongCount(value => value), texts.Count),
            MacroF1 = new Estimate(report.MacroF1, drawn[0]!.Value),
            LogLoss = Mean.Estimate([.. probabilities.Zip(right, LossOf)]),
            BrierScore = Mean.Estimate([.. probabilities.Zip(right, (row, label) => Runs.Calibration.BrierScore(row, label))]),
            ExpectedCalibrationError = new Estimate(calibration.ExpectedError, Reversed(calibration.ExpectedError, drawn[1]!.Value)),
            RocAuc = report.RocAuc is { } area && drawn[2] is { } ofArea ? new Estimate(area, ofArea) : null,
            AveragePrecision = report.AveragePrecision is { } average && drawn[3] is { } ofAverage ? new Estimate(average, ofAverage) : null,
            Labels = [.. labels.Names.Select((name, label) => LabelEstimates.Of(name, label, right, predicted))],
            Calibration = calibration,
            Ranking = ranking,
        };
    }

    static double LossOf(double[] probabilities, int label) => ClassificationCounter.LogLoss(ClassProbabilities.OfEach(probabilities)[label]);

    /// <summary>The intervals of macro F1, calibration error, ROC AUC and average precision. What a text adds to them is looked up once, not in every draw.</summary>
    static IReadOnlyList<Interval?> Drawn(int[] right, int[] predicted, double[] confidences, Ranking? ranking)
    {
        var pairs = right.Zip(predicted).Distinct().ToArray();
        var indexes = pairs.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] pairOf = [.. right.Zip(predicted, (label, given) => indexes[(label, given)])], binOf = [.. confidences.Select(confidence => Runs.Calibration.BinOf(confidence))];
        double[] gaps = [.. confidences.Zip(pairOf, (confidence, pair) => confidence - (pairs[pair].First == pairs[pair].Second ? 1 : 0))];
        return Bootstrap.Intervals(right.Length, 4, (times, numbers) =>
        {
            var (counts, bins) = (new long[pairs.Length], new double[Runs.Calibration.DefaultBins]);
            for (var i = 0; i < times.Length; i++)
            {
                counts[pairOf[i]] += times[i];
                bins[binOf[i]] += times[i] * gaps[i];
            }

            numbers[0] = MacroF1Of(pairs, counts);
            numbers[1] = bins.Sum(Math.Abs) / times.Length;
            var (area, average) = ranking?.Areas(times) ?? (null, null);
            (numbers[2], numbers[3]) = (area ?? double.NaN, average ?? double.NaN);
        });
    }

    static double MacroF1Of((int Label, int Predicted)[] pairs, long[] counts)
    {
        var labels = new Dictionary<int, (long Both, long Either)>();
        foreach (var ((label, predicted), count) in pairs.Zip(counts).Where(pair => pair.Second > 0))
        {
            var (both, either) = labels.GetValueOrDefault(label);
            labels[label] = (both + (label == predicted ? count : 0), either + count);
            (both, either) = labels.GetValueOrDefault(predicted);
            labels[predicted] = (both, either + count);
        }

        return labels.Values.Average(label => 2.0 * label.Both / label.Either);
    }

    static Interval Reversed(double value, Interval drawn) =>
        new(Math.Clamp((2 * value) - drawn.High, 0, value), Math.Clamp((2 * value) - drawn.Low, value, 1));
}

/// <summary>How well a model knows one label, with intervals.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Precision">Share of the texts that got the label which have it.</param>
/// <param name="Recall">Share of the texts that have the label which got it.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Texts that have the label.</param>
public sealed record LabelEstimates(string Label, Estimate Precision, Estimate Recall, Estimate F1, long Support)
{
    /// <summary>The estimates of a label from each text's label and the label that it got.</summary>
    internal static LabelEstimates Of(string name, int label, int[] right, int[] predicted)
    {
        var (have, got, both) = (right.LongCount(index => index == label), predicted.LongCount(index => index == label), right.Zip(predicted).LongCount(pair => pair == (label, label)));
        return new LabelEstimates(name, Proportion.Estimate(both, got), Proportion.Estimate(both, have), Proportion.F1(both, have + got - (2 * both)), have);
    }
}
