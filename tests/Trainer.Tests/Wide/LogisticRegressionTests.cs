using RnnToolkit.Trainer.Wide;

namespace RnnToolkit.Trainer.Tests.Wide;

public class LogisticRegressionTests
{
    static readonly ScaledRows s_texts = new(
        NGramRows.From([[0, 5], [1, 3], [0, 3], [3], [2, 3], [0, 1, 2], [], [], [0, 1, 5], [1, 2, 5], [2, 5], [0, 5]]),
        [1, 0.25f, 2, 1.5f, 0.5f, 3]);

    static readonly bool[] s_positive = [true, false, false, true, false, false, true, true, false, false, true, false];

    /// <summary>
    /// scikit-learn 1.2.1: LogisticRegression(C, solver="newton-cholesky", fit_intercept=False, tol=1e-13) of the rows with a column of ones; the coefficients
    /// times the feature values. Texts without n-grams, a column without texts and contradicting texts are among them.
    /// </summary>
    public static IEnumerable<object[]> OfScikitLearn =>
    [
        [0.5, new[] { -0.29972561831672445, -0.1141023136861771, -0.35586581189891464, -0.2407133836546807, 0, -0.10074923176269214 }, -0.06898146749364557],
        [10.0, new[] { -2.573547905273291, -1.3823318729098155, -2.457681083171423, -1.3688957526539394, 0, -0.18900351805417687 }, 1.137912634395554],
    ];

    [Theory]
    [MemberData(nameof(OfScikitLearn))]
    public void Fit_SmallTexts_GivesTheWeightsOfScikitLearn(double cost, double[] expected, double expectedBias)
    {
        var found = LogisticRegression.Fit(s_texts, s_positive, Costs(cost), tolerance: 1e-9, maxPasses: 10_000, seed: 3, CancellationToken.None);

        // The descent stops at derivatives of 1e-9 of the dual; scikit-learn's own descent in the dual differs by as much.
        Assert.All(expected.Zip(found.Columns), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6));
        Assert.Equal(expectedBias, found.Bias, tolerance: 1e-6);
    }

    [Fact]
    public void Fit_CostsOfTexts_CountATextAsOftenAsItsCostSays()
    {
        int[] twice = [2, 6];
        var costs = Costs(1);
        Array.ForEach(twice, row => costs[row] = 2);
        int[] repeated = [.. Enumerable.Range(0, s_texts.Rows.Count), .. twice];
        var texts = new ScaledRows(NGramRows.From([.. repeated.Select(row => s_texts.Rows[row].ToArray())]), s_texts.Squares);

        var weighted = LogisticRegression.Fit(s_texts, s_positive, costs, 1e-9, maxPasses: 10_000, seed: 1, CancellationToken.None);
        var copied = LogisticRegression.Fit(texts, [.. repeated.Select(row => s_positive[row])], [.. repeated.Select(_ => 1.0)], 1e-9, maxPasses: 10_000, seed: 1, CancellationToken.None);

        // Both stop at derivatives of 1e-9.
        Assert.All(copied.Columns.Zip(weighted.Columns), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6));
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        var first = LogisticRegression.Fit(s_texts, s_positive, Costs(10), 0.01, maxPasses: 100, seed: 8, CancellationToken.None);
        var second = LogisticRegression.Fit(s_texts, s_positive, Costs(10), 0.01, maxPasses: 100, seed: 8, CancellationToken.None);
        Assert.Equal(first.Columns, second.Columns);
        Assert.Equal(first.Bias, second.Bias);
    }

    [Fact]
    public void Fit_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
        LogisticRegression.Fit(s_texts, s_positive, Costs(1), 1e-9, maxPasses: 10_000, seed: 1, new CancellationToken(canceled: true)));

    static double[] Costs(double cost) => [.. s_positive.Select(_ => cost)];
}
