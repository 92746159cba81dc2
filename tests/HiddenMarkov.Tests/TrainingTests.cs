using FsCheck;
using FsCheck.Fluent;

namespace RnnToolkit.HiddenMarkov.Tests;

public class TrainingTests
{
    [Fact]
    public void Reestimate_RandomTexts_NeverMakesThemLessLikely() =>
        Prop.ForAll(Gen.Choose(0, 5).NonEmptyListOf().NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (lists, states, isDiscrete) =>
        {
            int[][] texts = [.. lists.Select(list => list.ToArray())];
            var model = isDiscrete ? TinyModels.Discrete(states, symbols: 6, seed: 1) : TinyModels.Gaussian(states, components: 2, symbols: 6, seed: 1);
            var before = double.NegativeInfinity;
            for (var i = 0; i < 8; i++)
            {
                var counts = new ExpectedCounts(model);
                Array.ForEach(texts, text => counts.Add(text));
                if (counts.LogLikelihood < before - (1e-9 * Math.Abs(before))) // rounding
                {
                    return false;
                }

                (before, model) = (counts.LogLikelihood, counts.Reestimate());
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Reestimate_TextsOfAKnownModel_FindsItsStates()
    {
        // A state that stays and emits 0 to 3, another one that emits 4 to 7.
        var random = new Random(1);
        int[][] texts = [.. Enumerable.Range(0, 100).Select(_ =>
        {
            var state = random.Next(2);
            return Enumerable.Range(0, 60).Select(_ => (state = random.NextDouble() < 0.9 ? state : 1 - state, random.Next(4)) is var (now, symbol) ? (4 * now) + symbol : 0).ToArray();
        })];
        var model = HiddenMarkovModel.Start(DiscreteEmissions.Start(2, [.. Enumerable.Repeat(1L, 8)], 0.01, random), random);
        for (var i = 0; i < 50; i++)
        {
            var counts = new ExpectedCounts(model);
            Array.ForEach(texts, text => counts.Add(text));
            model = counts.Reestimate();
        }

        // 6,000 tokens with 590 changes: the share is 0.9 within 4 times 0.004.
        Assert.Equal([0.9, 0.9], [Math.Exp(model.Transitions[0]), Math.Exp(model.Transitions[3])], (left, right) => Math.Abs(left - right) < 0.016);
        var ofFirst = Enumerable.Range(0, 8).Select(symbol => Math.Exp(model.Emissions.Of(symbol)[0])).ToArray();
        Assert.True(ofFirst[..4].Sum() is > 0.99 or < 0.01);
    }

    [Fact]
    public void Start_SameSeed_IsTheSameModel()
    {
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));

        static double Train(int seed)
        {
            var random = new Random(seed);
            var model = HiddenMarkovModel.Start(DiscreteEmissions.Start(3, [4, 3, 2, 1], 0.1, random), random);
            var counts = new ExpectedCounts(model);
            counts.Add([0, 1, 2, 3, 0, 0, 1]);
            return counts.Reestimate().LogLikelihood([0, 1, 2, 3]);
        }
    }

    [Fact]
    public void LogJoint_OfAClassifier_IsBayesRule()
    {
        HiddenMarkovModel[] models = [TinyModels.Discrete(2, 4, seed: 1), TinyModels.Discrete(3, 4, seed: 2)];
        var classifier = new HiddenMarkovClassifier(models, [Math.Log(0.25), Math.Log(0.75)]);
        int[] text = [0, 3, 2];

        Assert.Equal([Math.Log(0.25) + models[0].LogLikelihood(text), Math.Log(0.75) + models[1].LogLikelihood(text)], classifier.LogJoint(text));
        Assert.Equal([Math.Log(0.25), Math.Log(0.75)], classifier.LogJoint([])); // nothing read: the priors decide
    }
}
