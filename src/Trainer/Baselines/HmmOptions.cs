namespace RnnToolkit.Trainer.Baselines;

/// <summary>What <c>trainer hmm</c> trains.</summary>
sealed record HmmOptions
{
    public const string Discrete = "discrete";
    public const string Gaussian = "gaussian";

    const int MostStates = 100;
    const int MostIterations = 1000;

    public int States { get; init; } = 5;

    /// <summary><see cref="Discrete"/> or <see cref="Gaussian"/>.</summary>
    public string Emissions { get; init; } = Discrete;

    /// <summary>Gaussians in a state.</summary>
    public int Mixtures { get; init; } = 3;

    /// <summary>The file of word vectors; only with <see cref="Gaussian"/>.</summary>
    public string? Vectors { get; init; }

    public int Iterations { get; init; } = 10;

    /// <summary>Added to how often a state emits a word, so that no word is impossible; only with <see cref="Discrete"/>.</summary>
    public double PseudoCount { get; init; } = 0.1;

    public int Seed { get; init; } = 1;

    public bool IsDiscrete => Emissions == Discrete;

    /// <summary>Every problem, one line each.</summary>
    public IEnumerable<string> Validate()
    {
        if (States is < 1 or > MostStates)
        {
            yield return $"--states: found {States}, expected 1 to {MostStates}";
        }

        if (Emissions is not (Discrete or Gaussian))
        {
            yield return $"--emissions: found \"{Emissions}\", expected {Discrete} or {Gaussian}";
        }
        else if (IsDiscrete != Vectors is null)
        {
            yield return IsDiscrete ? $"--vectors: needs --emissions {Gaussian}" : $"--emissions {Gaussian}: needs --vectors";
        }

        if (Mixtures is < 1 or > MostStates)
        {
            yield return $"--mixtures: found {Mixtures}, expected 1 to {MostStates}";
        }

        if (Iterations is < 1 or > MostIterations)
        {
            yield return $"--iterations: found {Iterations}, expected 1 to {MostIterations}";
        }

        if (PseudoCount is not (>= 0 and <= 1000))
        {
            yield return Invariant($"--pseudo-count: found {PseudoCount}, expected 0 to 1000");
        }
    }
}
