namespace RnnToolkit.HiddenMarkov.Tests;

/// <summary>Small models with random numbers, and every sequence of states there is.</summary>
static class TinyModels
{
    public static HiddenMarkovModel Discrete(int states, int symbols, int seed)
    {
        var random = new Random(seed);
        double[] counts = [.. Enumerable.Range(0, states * symbols).Select(_ => random.NextDouble())];
        return HiddenMarkovModel.Start(DiscreteEmissions.Of(states, counts), random);
    }

    public static HiddenMarkovModel Gaussian(int states, int components, int symbols, int seed)
    {
        var random = new Random(seed);
        const int Width = 3;
        float[] vectors = [.. Enumerable.Range(0, symbols * Width).Select(_ => (float)((random.NextDouble() * 4) - 2))];
        var emissions = GaussianMixtureEmissions.Start(states, components, vectors, Width, [.. Enumerable.Repeat(1L, symbols)], random);
        return HiddenMarkovModel.Start(emissions, random);
    }

    public static int[] Text(int length, int symbols, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(symbols))];
    }

    /// <summary>All states^length paths.</summary>
    public static IEnumerable<int[]> Paths(int states, int length) => length == 0
        ? [[]]
        : Paths(states, length - 1).SelectMany(path => Enumerable.Range(0, states).Select(state => (int[])[.. path, state]));
}
