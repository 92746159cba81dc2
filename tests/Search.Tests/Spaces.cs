namespace RnnToolkit.Search.Tests;

/// <summary>Spaces and random numbers for tests.</summary>
static class Spaces
{
    /// <summary>Every kind of parameter.</summary>
    public const string Json = """
        {
          "models": ["gru1", "lstm1"],
          "training.learningRate": { "min": 1e-4, "max": 1e-2, "scale": "log", "points": 3 },
          "model.hiddenSize": { "min": 16, "max": 128, "step": 16 },
          "training.schedule": { "values": ["constant", "cosine"] },
          "training.warmUp": { "min": 0.1, "max": 0.3, "scale": "linear", "step": 0.1, "when": { "training.schedule": ["cosine"] } },
          "model.bidirectional": [true, false]
        }
        """;

    public static SearchSpace Parse(string json) => SearchSpace.Parse(json, key => key is "model.hiddenSize" or "training.epochs");

    /// <summary>A stream for each trial, as the trainer gives it.</summary>
    public static Func<int, Func<double>> RandomOf(int seed) => trial => new Random(HashCode(seed, trial)).NextDouble;

    /// <summary>The trials of an uninterrupted search, one after the other.</summary>
    public static List<SearchResult> Run(Sampler sampler, int trials, Func<SearchPoint, SearchResult> train)
    {
        var (finished, taken) = (new List<SearchResult>(), new HashSet<SearchPoint>());
        for (var trial = 0; trial < trials && sampler.Propose(trial, finished, taken) is { } point; trial++)
        {
            taken.Add(point);
            finished.Add(train(point));
        }

        return finished;
    }

    static int HashCode(int seed, int trial) => unchecked((seed * 7919) + (trial * 104_729) + 13);
}
