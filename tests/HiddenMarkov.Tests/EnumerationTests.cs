namespace RnnToolkit.HiddenMarkov.Tests;

/// <summary>Compares with sums over all paths of states, in probabilities; 1e-12, relative, leaves room for sums in another order.</summary>
public class EnumerationTests
{
    const double Tolerance = 1e-12;

    public static TheoryData<HiddenMarkovModel, int> Models()
    {
        var data = new TheoryData<HiddenMarkovModel, int>();
        foreach (var (states, length) in new[] { (1, 4), (2, 1), (2, 7), (3, 5), (4, 4) })
        {
            data.Add(TinyModels.Discrete(states, symbols: 5, seed: (10 * states) + length), length);
            data.Add(TinyModels.Gaussian(states, components: 2, symbols: 5, seed: (10 * states) + length), length);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void LogLikelihood_SmallModel_IsTheSumOverAllPaths(HiddenMarkovModel model, int length)
    {
        var text = TinyModels.Text(length, model.Emissions.Symbols, seed: 7);

        Close(TinyModels.Paths(model.States, length).Sum(path => Math.Exp(model.LogJoint(path, text))), Math.Exp(model.LogLikelihood(text)));
    }

    [Theory]
    [MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void LogJoint_Path_IsTheProductOfTheEquation(HiddenMarkovModel model, int length)
    {
        var (text, path) = (TinyModels.Text(length, model.Emissions.Symbols, seed: 8), TinyModels.Text(length, model.States, seed: 9));

        // P(X, Y) = P(X_1) * product of P(X_t+1 | X_t) * product of P(Y_t | X_t): equations 57 and 59
        var product = Math.Exp(model.Initial[path[0]]);
        for (var t = 0; t < length; t++)
        {
            product *= t == 0 ? 1 : Math.Exp(model.Transitions[(path[t - 1] * model.States) + path[t]]);
            product *= Math.Exp(model.Emissions.Of(text[t])[path[t]]);
        }

        Close(product, Math.Exp(model.LogJoint(path, text)));
    }

    [Theory]
    [MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void ForwardAndBackward_SmallModel_AreTheSumsOverTheirPaths(HiddenMarkovModel model, int length)
    {
        var (n, text) = (model.States, TinyModels.Text(length, model.Emissions.Symbols, seed: 11));
        var (forward, backward) = (new double[length * n], new double[length * n]);

        model.Forward(text, forward);
        model.Backward(text, backward);

        for (var t = 0; t < length; t++)
        {
            for (var state = 0; state < n; state++)
            {
                // P(symbols up to t, state) and P(symbols after t | state)
                Close(
                    TinyModels.Paths(n, t + 1).Where(path => path[t] == state).Sum(path => Math.Exp(model.LogJoint(path, text.AsSpan(0, t + 1)))),
                    Math.Exp(forward[(t * n) + state]));
                var after = TinyModels.Paths(n, length - t - 1).Sum(path =>
                {
                    var (before, product) = (state, 1.0);
                    foreach (var (index, next) in path.Index())
                    {
                        product *= Math.Exp(model.Transitions[(before * n) + next] + model.Emissions.Of(text[t + 1 + index])[next]);
                        before = next;
                    }

                    return product;
                });
                Close(after, Math.Exp(backward[(t * n) + state]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void Viterbi_SmallModel_IsTheBestOfAllPaths(HiddenMarkovModel model, int length)
    {
        var text = TinyModels.Text(length, model.Emissions.Symbols, seed: 12);

        var (path, probability) = model.Viterbi(text);

        Assert.Equal(TinyModels.Paths(model.States, length).MaxBy(candidate => model.LogJoint(candidate, text)), path);
        Close(Math.Exp(model.LogJoint(path, text)), Math.Exp(probability));
    }

    [Theory]
    [MemberData(nameof(Models), DisableDiscoveryEnumeration = true)]
    public void Reestimate_Texts_IsTheMeanOverAllPathsWeightedWithTheirProbability(HiddenMarkovModel model, int length)
    {
        var (n, texts) = (model.States, (int[][])[TinyModels.Text(length, model.Emissions.Symbols, 13), TinyModels.Text(length, model.Emissions.Symbols, 14)]);
        var (initial, transitions, emissions) = (new double[n], new double[n * n], new double[model.Emissions.Symbols * n]);
        foreach (var text in texts)
        {
            var all = TinyModels.Paths(n, length).Sum(path => Math.Exp(model.LogJoint(path, text)));
            foreach (var path in TinyModels.Paths(n, length))
            {
                var share = Math.Exp(model.LogJoint(path, text)) / all;
                initial[path[0]] += share;
                for (var t = 0; t < length; t++)
                {
                    emissions[(text[t] * n) + path[t]] += share;
                    if (t > 0)
                    {
                        transitions[(path[t - 1] * n) + path[t]] += share;
                    }
                }
            }
        }

        var counts = new ExpectedCounts(model);
        Array.ForEach(texts, text => counts.Add(text));
        var next = counts.Reestimate();

        for (var from = 0; from < n; from++)
        {
            Close(initial[from] / texts.Length, Math.Exp(next.Initial[from]));
            var row = transitions.AsSpan(from * n, n).ToArray();
            for (var to = 0; to < n; to++)
            {
                Close(length == 1 ? 1.0 / n : row[to] / row.Sum(), Math.Exp(next.Transitions[(from * n) + to]));
            }
        }

        var expected = model.Emissions.Reestimate(emissions);
        for (var symbol = 0; symbol < model.Emissions.Symbols; symbol++)
        {
            for (var state = 0; state < n; state++)
            {
                Close(Math.Exp(expected.Of(symbol)[state]), Math.Exp(next.Emissions.Of(symbol)[state]));
            }
        }
    }

    [Fact]
    public void Marginal_SmallModel_IsTheSumOverAllPaths()
    {
        var model = TinyModels.Discrete(3, symbols: 2, seed: 3);
        for (var t = 0; t < 5; t++)
        {
            var chances = model.Marginal(t);
            for (var state = 0; state < 3; state++)
            {
                // Equations 46 to 49: the chance of a path is the product of its steps.
                Close(TinyModels.Paths(3, t + 1).Where(path => path[t] == state).Sum(Chance), chances[state]);
            }
        }

        double Chance(int[] path) =>
            Math.Exp(model.Initial[path[0]] + path.Zip(path.Skip(1), (from, to) => model.Transitions[(from * 3) + to]).Sum());
    }

    static void Close(double expected, double actual) => Assert.Equal(1, expected == actual ? 1 : actual / expected, Tolerance);
}
