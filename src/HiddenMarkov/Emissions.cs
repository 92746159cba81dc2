namespace RnnToolkit.HiddenMarkov;

/// <summary>How likely each state emits each symbol (the paper's equations 55 and 56). Immutable.</summary>
/// <remarks>
/// A symbol is a word. Where words stand for vectors, all occurrences of a word have the same density, so that a table over the words holds these, too,
/// and training needs no more of the texts than how often each state is expected to have emitted each word.
/// </remarks>
public abstract class Emissions
{
    readonly double[] _table; // [symbols, states]

    /// <summary>Creates emissions from a table of logarithms [symbols, states].</summary>
    private protected Emissions(int states, double[] table)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(states);
        ArgumentOutOfRangeException.ThrowIfNotEqual(table.Length % states, 0);
        (States, _table) = (states, table);
    }

    /// <summary>N, the number of states.</summary>
    public int States { get; }

    /// <summary>The number of symbols.</summary>
    public int Symbols => _table.Length / States;

    /// <summary>log b_j(symbol) for all states j [N].</summary>
    public ReadOnlySpan<double> Of(int symbol) => _table.AsSpan(symbol * States, States);

    /// <summary>The emissions that make the expected counts most likely, or more likely than these do: the maximization step.</summary>
    /// <param name="counts">How often each state is expected to have emitted each symbol [symbols, N].</param>
    public abstract Emissions Reestimate(ReadOnlySpan<double> counts);
}
