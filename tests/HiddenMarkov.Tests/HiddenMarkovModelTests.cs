namespace RnnToolkit.HiddenMarkov.Tests;

public class HiddenMarkovModelTests
{
    const double Never = double.NegativeInfinity;

    [Fact]
    public void LogLikelihood_ThousandTokens_DoesNotUnderflow()
    {
        var (model, text) = (TinyModels.Discrete(5, symbols: 2000, seed: 1), TinyModels.Text(1000, 2000, seed: 2));
        var path = new int[text.Length];

        var likelihood = model.LogLikelihood(text);

        Assert.InRange(likelihood, -9000, -7000); // a product of 1,000 probabilities of about 1/2000: 10^-3300, where doubles end at 10^-308
        Assert.True(model.Viterbi(text).LogProbability < likelihood);
        Assert.True(model.LogJoint(path, text) < model.Viterbi(text).LogProbability);
    }

    [Fact]
    public void ExpectedCounts_ThousandTokens_CountEachOnce()
    {
        var (model, text) = (TinyModels.Discrete(5, symbols: 2000, seed: 1), TinyModels.Text(1000, 2000, seed: 2));
        var counts = new ExpectedCounts(model);

        counts.Add(text);
        var next = counts.Reestimate();

        Assert.Equal(1000, counts.Tokens);
        Assert.True(double.IsFinite(counts.LogLikelihood));
        Assert.True(next.LogLikelihood(text) > model.LogLikelihood(text));
    }

    [Fact]
    public void Viterbi_EquallyProbablePaths_TakesTheLowestStates()
    {
        var model = new HiddenMarkovModel([-Math.Log(2), -Math.Log(2)], [.. Enumerable.Repeat(-Math.Log(2), 4)], DiscreteEmissions.Of(2, [1, 1, 1, 1]));

        Assert.Equal([0, 0, 0], model.Viterbi([1, 0, 1]).States);
    }

    [Fact]
    public void NoSymbols_AreCertain()
    {
        var model = TinyModels.Discrete(3, symbols: 4, seed: 1);
        var counts = new ExpectedCounts(model);

        counts.Add([]);

        Assert.Equal((0.0, 0.0), (model.LogLikelihood([]), model.Viterbi([]).LogProbability));
        Assert.Empty(model.Viterbi([]).States);
        Assert.Equal((0L, 0L, 0.0), (counts.Tokens, counts.Impossible, counts.LogLikelihood));
    }

    // State 0 emits symbol 0 alone and state 1 symbol 1 alone, and the states take turns.
    [Fact]
    public void ImpossibleSteps_StayImpossibleAndNeverGiveNaN()
    {
        var model = new HiddenMarkovModel([0, Never], [Never, 0, 0, Never], DiscreteEmissions.Of(2, [1, 0, 0, 1]));
        var counts = new ExpectedCounts(model);

        counts.Add([0, 1, 0, 1]);
        counts.Add([0, 0]);

        Assert.Equal(0, model.LogLikelihood([0, 1, 0]));
        Assert.Equal(Never, model.LogLikelihood([0, 0]));
        Assert.Equal([0, 1, 0], model.Viterbi([0, 1, 0]).States);
        Assert.Equal((1L, 4L), (counts.Impossible, counts.Tokens));
        Assert.Equal([0, Never], counts.Reestimate().Initial.ToArray());
        Assert.Equal([Never, 0, 0, Never], counts.Reestimate().Transitions.ToArray());
    }

    [Fact]
    public void Stationary_IrreducibleChain_StaysAfterAStep()
    {
        var model = TinyModels.Discrete(4, symbols: 2, seed: 5);

        var chances = model.Stationary();

        Assert.Equal(1, chances.Sum(), 1e-12);
        for (var to = 0; to < 4; to++)
        {
            Assert.Equal(chances[to], Enumerable.Range(0, 4).Sum(from => chances[from] * Math.Exp(model.Transitions[(from * 4) + to])), 1e-12); // equation 50
            Assert.Equal(chances[to], model.Marginal(200)[to], 1e-9); // where a chain that can rest ends
        }
    }

    [Fact]
    public void Stationary_ChainThatWalksInACircle_IsItsMean()
    {
        var model = new HiddenMarkovModel([0, Never], [Never, 0, 0, Never], DiscreteEmissions.Of(2, [1, 1]));

        Assert.Equal([0.5, 0.5], model.Stationary().Select(chance => Math.Round(chance, 12)));
    }

    [Fact]
    public void Constructor_OtherShapes_AreRejected()
    {
        var emissions = DiscreteEmissions.Of(2, [1, 1]);

        Assert.Throws<ArgumentOutOfRangeException>(() => new HiddenMarkovModel([0], [0, 0, 0, 0], emissions));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HiddenMarkovModel([0, 0], [0, 0], emissions));
    }
}
