using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests.Statistics;

public class ThresholdChoiceTests
{
    static Ranking Reference => new(ReferenceTexts.Probabilities, i => ReferenceTexts.Labels[i] == 1);

    // From scikit-learn's f1_score, precision_score and recall_score at each probability that occurs; the threshold is halfway to the next one.
    [Theory]
    [InlineData("best-f1", 0.2125)]        // F1 0.64 at 0.225
    [InlineData("precision=0.95", 0.6375)] // at 0.65 precision 1, recall 0.291667; at 0.625 precision 0.727
    [InlineData("precision=0.6", 0.5875)]  // at 0.6 and 0.575 recall 0.375, the higher one has more precision
    [InlineData("recall=0.9", 0.2125)]     // at 0.225 precision 0.470588; at 0.25 0.458333
    [InlineData("recall=1", 0.2125)]
    [InlineData("0.7", 0.7)]
    public void Choose_Goal_IsTheBestThresholdThatScikitLearnKnows(string goal, double expected)
    {
        var (choice, problem) = ThresholdChoice.Choose(ThresholdGoal.TryParse(goal)!, Reference);

        Assert.Null(problem);
        Assert.Equal(expected, choice!.Threshold, 1e-12);
        Assert.Equal(goal, choice.Goal.ToString());
    }

    [Fact]
    public void Choose_PrecisionThatNoThresholdReaches_SaysTheHighest()
    {
        var (choice, problem) = ThresholdChoice.Choose(ThresholdGoal.TryParse("precision=0.9")!, new Ranking([0.9, 0.8, 0.2], i => i == 1));

        Assert.Null(choice);
        Assert.Equal("no threshold reaches precision=0.9 on 3 validation texts; the highest precision is 0.5000, with a recall of 1.0000", problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Choose_OneLabelOnly_IsAProblem(bool isPositive)
    {
        var ranking = new Ranking([0.9, 0.8], _ => isPositive);

        Assert.StartsWith("found ", ThresholdChoice.Choose(new ThresholdGoal(ThresholdGoalKind.BestF1), ranking).Problem, StringComparison.Ordinal);
        Assert.Equal(0.3, ThresholdChoice.Choose(new ThresholdGoal(ThresholdGoalKind.Fixed, 0.3), ranking).Choice!.Threshold);
    }

    [Theory]
    [InlineData("")]
    [InlineData("best")]
    [InlineData("precision")]
    [InlineData("precision=")]
    [InlineData("precision=1.5")]
    [InlineData("recall=-0.1")]
    [InlineData("recall=0.5=0.5")]
    [InlineData("NaN")]
    [InlineData("0,5")]
    [InlineData("1e-1")]
    public void TryParse_NoGoal_IsNull(string text) => Assert.Null(ThresholdGoal.TryParse(text));

    [Fact]
    public void Choose_RandomTexts_ReachesTheGoalAndNoProbabilityThatOccursIsBetter() =>
        Prop.ForAll(Gen.Choose(1, 20).Zip(Gen.Elements(true, false)).NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (texts, percent) =>
        {
            double[] probabilities = [.. texts.Select(text => text.Item1 / 20.0)];
            var ranking = new Ranking(probabilities, i => texts[i].Item2);
            if (ranking.Positives == 0 || ranking.Negatives == 0)
            {
                return true;
            }

            var goal = percent / 100.0;
            var f1 = ThresholdChoice.Choose(new ThresholdGoal(ThresholdGoalKind.BestF1), ranking).Choice!;
            var recall = ThresholdChoice.Choose(new ThresholdGoal(ThresholdGoalKind.Recall, goal), ranking).Choice!;
            var precision = ThresholdChoice.Choose(new ThresholdGoal(ThresholdGoalKind.Precision, goal), ranking).Choice;
            return probabilities.All(threshold => At(threshold).F1 <= At(f1.Threshold).F1)
                && At(recall.Threshold).Recall >= goal
                && probabilities.All(threshold => At(threshold).Recall < goal || At(threshold).Precision <= At(recall.Threshold).Precision)
                && (precision is null
                    ? probabilities.All(threshold => At(threshold).Precision < goal)
                    : At(precision.Threshold).Precision >= goal
                        && probabilities.All(threshold => At(threshold).Precision < goal || At(threshold).Recall <= At(precision.Threshold).Recall));

            ClassificationMetrics At(double threshold) => texts.Aggregate(
                default(ClassificationMetrics), (counts, text) => counts.Add(text.Item1 / 20.0 >= threshold, text.Item2));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
