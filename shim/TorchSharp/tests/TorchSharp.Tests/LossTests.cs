using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class LossTests : IDisposable
{
    // log and exp in float32 against the double formula.
    const double Tolerance = 1e-6;

    readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(0f, 1f), InlineData(3f, 0f), InlineData(-3f, 0f), InlineData(-20f, 1f), InlineData(0.5f, 0.25f)]
    public void BceWithLogits_OneLogit_IsTheFormula(float logit, float target)
    {
        var expected = Math.Log(1 + Math.Exp(logit)) - logit * target;

        var loss = nn.BCEWithLogitsLoss().call(tensor([logit]), tensor([target]));

        Assert.Equal(expected, loss.item<float>(), Tolerance * Math.Max(1, expected));
    }

    [Fact]
    public void BceWithLogits_Reductions_SumAndMeanTheParts()
    {
        var (logits, targets) = (tensor([1f, -2f, 0.5f]), tensor([1f, 0f, 0f]));
        Tensor Loss(nn.Reduction reduction) => nn.BCEWithLogitsLoss(reduction: reduction).call(logits, targets);

        var parts = Loss(nn.Reduction.None);

        Assert.Equal([3L], parts.shape);
        Assert.Equal(parts.sum().item<float>(), Loss(nn.Reduction.Sum).item<float>(), Tolerance);
        Assert.Equal(parts.mean().item<float>(), Loss(nn.Reduction.Mean).item<float>(), Tolerance);
    }

    [Fact]
    public void BceWithLogits_PositiveWeight_WeighsPositives()
    {
        var plain = nn.BCEWithLogitsLoss().call(tensor([1f]), tensor([1f]));
        var weighted = nn.BCEWithLogitsLoss(pos_weights: tensor([3f])).call(tensor([1f]), tensor([1f]));

        Assert.Equal(3 * plain.item<float>(), weighted.item<float>(), Tolerance);
    }

    [Fact]
    public void Bce_Probabilities_MatchTheLogits()
    {
        var (logits, targets) = (tensor([1f, -2f, 0.5f]), tensor([1f, 0f, 0f]));

        var loss = nn.BCELoss().call(logits.sigmoid(), targets);

        Assert.Equal(nn.BCEWithLogitsLoss().call(logits, targets).item<float>(), loss.item<float>(), Tolerance);
    }

    [Fact]
    public void Bce_CertainAndWrong_IsCappedAt100() =>
        Assert.Equal(100f, nn.BCELoss().call(tensor([0f]), tensor([1f])).item<float>());

    [Theory]
    [InlineData(0), InlineData(0.3)]
    public void CrossEntropy_WeightsAndSmoothing_AreTheFormula(double smoothing)
    {
        float[][] logits = [[1, -2, 0.5f], [0, 3, -1]];
        long[] targets = [2, 1];
        float[] weights = [1, 0.5f, 2];

        var loss = nn.functional.cross_entropy(
            tensor(new[] { 1, -2, 0.5f, 0, 3, -1 }).reshape(2, 3), tensor(targets), tensor(weights), label_smoothing: smoothing);

        var (sum, total) = (0.0, 0.0);
        for (var row = 0; row < 2; row++)
        {
            var logSum = Math.Log(logits[row].Sum(logit => Math.Exp(logit)));
            double LogProbability(int k) => logits[row][k] - logSum;
            var target = (int)targets[row];
            sum -= (1 - smoothing) * weights[target] * LogProbability(target);
            sum -= smoothing / 3 * Enumerable.Range(0, 3).Sum(k => weights[k] * LogProbability(k));
            total += weights[target];
        }
        Assert.Equal(sum / total, loss.item<float>(), Tolerance);
    }

    [Fact]
    public void CrossEntropy_Sum_IsTheMeanTimesTheRows()
    {
        var (logits, targets) = (randn([4, 3]), tensor(new long[] { 0, 2, 1, 1 }));

        var sum = nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum);

        Assert.Equal(4 * nn.functional.cross_entropy(logits, targets).item<float>(), sum.item<float>(), 4 * Tolerance);
    }

    public void Dispose() => _scope.Dispose();
}
