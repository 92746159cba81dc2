using RnnToolkit.Bundle;

namespace RnnToolkit.Trainer.Embeddings;

/// <summary>How word vectors are trained. The defaults are those of fastText, but without character n-grams.</summary>
sealed record EmbeddingOptions
{
    public EmbeddingMode Mode { get; init; } = EmbeddingMode.SkipGram;

    /// <summary>Numbers in a vector.</summary>
    public int Size { get; init; } = 100;

    /// <summary>The most words on each side that are neighbours; each word draws its own reach, 1 to this.</summary>
    public int Window { get; init; } = 5;

    /// <summary>Words drawn for each step, to be told from the neighbour.</summary>
    public int Negatives { get; init; } = 5;

    public int Epochs { get; init; } = 5;

    /// <summary>Rarer words have no vector.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>Words with a larger share of the text are left out at random; 0 keeps all.</summary>
    public double Sample { get; init; } = 1e-4;

    /// <summary>At the start; it falls to 0 in a straight line.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Character n-grams; null trains whole words alone.</summary>
    public CharacterNGrams? CharNGrams { get; init; }

    public int Threads { get; init; } = 1;

    public int Seed { get; init; } = 1;

    /// <summary>A line for each value that cannot be used, with the name of its option.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var (option, value, min, max) in new[]
        {
            ("--size", Size, 1, ModelConfig.MaxWidth), ("--window", Window, 1, 100), ("--negatives", Negatives, 1, 100),
            ("--epochs", Epochs, 1, 10_000), ("--min-count", MinCount, 1, int.MaxValue), ("--threads", Threads, 1, 1024),
        })
        {
            if (value < min || value > max)
            {
                yield return Invariant($"{option}: found {value}, expected {min} to {max}");
            }
        }

        if (Sample is not (>= 0 and <= 1))
        {
            yield return Invariant($"--sample: found {Sample}, expected 0 to 1");
        }

        if (LearningRate is not (> 0 and <= 1))
        {
            yield return Invariant($"--learning-rate: found {LearningRate}, expected more than 0, at most 1");
        }
    }
}
