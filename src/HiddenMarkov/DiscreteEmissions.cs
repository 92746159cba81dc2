namespace RnnToolkit.HiddenMarkov;

/// <summary>A probability for each word in each state (the paper's equations 55 and 56).</summary>
public sealed class DiscreteEmissions : Emissions
{
    readonly double _pseudoCount;

    DiscreteEmissions(int states, double[] table, double pseudoCount)
        : base(states, table) => _pseudoCount = pseudoCount;

    /// <summary>Emissions from counts.</summary>
    /// <param name="states">N.</param>
    /// <param name="counts">How often each state emitted each symbol [symbols, N].</param>
    /// <param name="pseudoCount">Added to each count, so that no word is impossible; 0 or more.</param>
    public static DiscreteEmissions Of(int states, ReadOnlySpan<double> counts, double pseudoCount = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNegative(pseudoCount);
        var sums = new double[states];
        for (var i = 0; i < counts.Length; i++)
        {
            sums[i % states] += counts[i] + pseudoCount;
        }

        var (table, symbols) = (new double[counts.Length], counts.Length / states);
        for (var i = 0; i < table.Length; i++)
        {
            // A state that emits nothing emits everything alike.
            table[i] = sums[i % states] > 0 ? Math.Log((counts[i] + pseudoCount) / sums[i % states]) : -Math.Log(symbols);
        }

        return new DiscreteEmissions(states, table, pseudoCount);
    }

    /// <summary>Where training starts: each state emits words as often as they occur, times a random number from 0.5 to 1.5.</summary>
    /// <param name="states">N.</param>
    /// <param name="occurrences">How often each symbol occurs.</param>
    /// <param name="pseudoCount">See <see cref="Of"/>; the same in each reestimation.</param>
    /// <param name="random">Draws the numbers.</param>
    public static DiscreteEmissions Start(int states, IReadOnlyList<long> occurrences, double pseudoCount, Random random)
    {
        ArgumentNullException.ThrowIfNull(occurrences);
        ArgumentNullException.ThrowIfNull(random);
        var counts = new double[occurrences.Count * states];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = occurrences[i / states] * (0.5 + random.NextDouble()) / states;
        }

        return Of(states, counts, pseudoCount);
    }

    /// <inheritdoc/>
    public override Emissions Reestimate(ReadOnlySpan<double> counts) => Of(States, counts, _pseudoCount);
}
