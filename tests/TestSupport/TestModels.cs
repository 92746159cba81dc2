using RnnToolkit.Bundle;

namespace RnnToolkit.TestSupport;

/// <summary>Small classifiers with seeded weights.</summary>
public static class TestModels
{
    /// <summary>Every cell with one to three layers, in one and two directions.</summary>
    public static IEnumerable<object[]> Architectures =>
        from cell in Enum.GetValues<RecurrentCell>()
        from layers in new[] { 1, 2, 3 }
        from bidirectional in new[] { false, true }
        select new object[] { cell, layers, bidirectional };

    /// <summary>A configuration whose sizes all differ, so that a mixed-up dimension shows.</summary>
    public static ModelConfig Config(RecurrentCell cell, int layers = 1, bool bidirectional = false) => new()
    {
        Cell = cell, Layers = layers, Bidirectional = bidirectional, VocabularySize = 13, EmbeddingSize = 7, HiddenSize = 5,
    };

    /// <summary>
    /// Weights between -<paramref name="largest"/> and <paramref name="largest"/>, which drive gates out of their linear range. A wide
    /// channel has what its meaning asks for: rows of zeros for the padding, and norms that are not negative.
    /// </summary>
    public static StateDict Weights(ModelConfig config, int seed, double largest = 1.2)
    {
        var random = new Random(seed);
        var weights = new StateDict();
        foreach (var (name, shape) in config.Parameters())
        {
            var values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)((random.NextDouble() * 2 * largest) - largest);
            }

            if (name == ParameterNames.WideNorm)
            {
                values = Array.ConvertAll(values, Math.Abs);
            }

            if (name is ParameterNames.WideNorm or ParameterNames.WideWeight)
            {
                values.AsSpan(0, (int)(values.Length / shape[0])).Clear();
            }

            weights.Add(new NamedTensor(name, shape, values));
        }

        return weights;
    }

    /// <summary>Random ids [rows, T].</summary>
    public static long[][] Ids(ModelConfig config, int rows, int sequenceLength, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ =>
            Enumerable.Range(0, sequenceLength).Select(_ => random.NextInt64(config.VocabularySize)).ToArray())];
    }
}
