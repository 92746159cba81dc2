using FsCheck;
using FsCheck.Fluent;
using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests.Statistics;

/// <summary>The expected numbers were computed with scikit-learn 1.2.1; 1e-12 leaves room for another order of sums.</summary>
public class CurvesTests
{
    const double Tolerance = 1e-12;

    static Ranking Reference => new(ReferenceTexts.Probabilities, i => ReferenceTexts.Labels[i] == 1);

    [Fact]
    public void Ranking_Texts_HasTheAreasOfScikitLearn()
    {
        Assert.Equal(0.7135416666666666, Reference.RocAuc()!.Value, Tolerance);
        Assert.Equal(0.6703243167162195, Reference.AveragePrecision()!.Value, Tolerance);
    }

    [Fact]
    public void Ranking_Weights_HasTheAreasOfScikitLearn()
    {
        int[] weights = [.. Enumerable.Range(0, ReferenceTexts.Count).Select(i => ((i * 5) + 2) % 4)];

        var (area, average) = Reference.Areas(weights);
        Assert.Equal(0.779320987654321, area!.Value, Tolerance);
        Assert.Equal(0.7258312915792898, average!.Value, Tolerance);
    }

    [Fact]
    public void Roc_Texts_GoesThroughThePointsOfScikitLearn()
    {
        var points = Curves.Roc(Reference).Select(point => (Math.Round(point.X, 6), Math.Round(point.Y, 6))).ToList();

        Assert.Equal([(0, 0), (0, 0.291667), (0.083333, 0.333333), (0.138889, 0.375), (0.166667, 0.375)], points.Take(5));
        Assert.Equal([(0.722222, 0.916667), (0.75, 1), (1, 1)], points.TakeLast(3));
    }

    [Fact]
    public void Roc_RandomTexts_EnclosesTheArea() =>
        Prop.ForAll(Texts().ToArbitrary(), texts =>
        {
            var ranking = new Ranking([.. texts.Select(text => text.Probability / 20.0)], i => texts[i].IsPositive);
            var points = Curves.Roc(ranking);
            return ranking.RocAuc() is { } area
                ? Math.Abs(Area(points) - area) < Tolerance && points[0] is { X: 0, Y: 0 } && points[^1] is { X: 1, Y: 1 }
                : points.Count == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void PrecisionRecall_Texts_HasThePointsOfScikitLearn()
    {
        var points = Curves.PrecisionRecall(Reference);

        Assert.Equal(23, points.Count); // the thresholds down to the one that finds all; scikit-learn lists those below, too, and adds precision 1 at recall 0
        Assert.Equal(
            [0.041666666666666664, 0.125, 0.16666666666666666, 0.20833333333333334, 0.25, 0.2916666666666667, 0.3333333333333333], points.Take(7).Select(point => point.X));
        Assert.Equal([1, 1, 1, 1, 1, 1, 0.7272727272727273], points.Take(7).Select(point => point.Y));
        Assert.Equal(1, points[^1].X);
    }

    [Fact]
    public void PrecisionRecall_RandomTexts_HasTheAveragePrecision() =>
        Prop.ForAll(Texts().ToArbitrary(), texts =>
        {
            var ranking = new Ranking([.. texts.Select(text => text.Probability / 20.0)], i => texts[i].IsPositive);
            var points = Curves.PrecisionRecall(ranking).Prepend(default).ToList();
            var area = points.Zip(points.Skip(1), (left, right) => (right.X - left.X) * right.Y).Sum();
            return ranking.AveragePrecision() is { } expected ? Math.Abs(area - expected) < Tolerance : points.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Curves_OneLabelOnly_AreEmpty()
    {
        Ranking positive = new([0.2, 0.7], _ => true), negative = new([0.2, 0.7], _ => false), nothing = new([], _ => true);

        Assert.Equal((null, 1.0), (positive.RocAuc(), positive.AveragePrecision()));
        Assert.Equal((null, null), (negative.RocAuc(), negative.AveragePrecision()));
        Assert.All([positive, negative, nothing], ranking => Assert.Empty(Curves.Roc(ranking)));
        Assert.All([negative, nothing], ranking => Assert.Empty(Curves.PrecisionRecall(ranking)));
    }

    [Fact]
    public void Thin_ManyPoints_KeepsTheEndsAndWhatAnEyeSees()
    {
        List<CurvePoint> points = [.. Enumerable.Range(0, 10_001).Select(i => new CurvePoint(i / 10_000.0, Math.Sqrt(i / 10_000.0), 0))];

        var thin = Curves.Thin(points);

        Assert.InRange(thin.Count, 400, 1000); // at most a point each 0.002 in X and in Y
        Assert.Equal((points[0], points[^1]), (thin[0], thin[^1]));
        Assert.Empty(Curves.Thin([]));
    }

    static double Area(IReadOnlyList<CurvePoint> points) => points.Zip(points.Skip(1), (left, right) => (right.X - left.X) * (left.Y + right.Y) / 2).Sum();

    // Few different probabilities, so that there are ties.
    static Gen<List<(int Probability, bool IsPositive)>> Texts() =>
        Gen.Choose(0, 20).Zip(Gen.Elements(true, false)).ListOf().Select(texts => texts.Select(text => (text.Item1, text.Item2)).ToList());
}
