namespace RnnToolkit.Search;

/// <summary>One thing that a search varies.</summary>
/// <param name="Key">Its key, such as <c>training.learningRate</c>.</param>
public abstract record SearchParameter(string Key)
{
    /// <summary>When the parameter matters; null for always. Without the values that it names, the parameter has none.</summary>
    public SearchCondition? When { get; init; }

    /// <summary>The value at a place in the range, each place equally likely a priori.</summary>
    /// <param name="place">0 to below 1.</param>
    public abstract SearchValue At(double place);

    /// <summary>The values of a grid, in their order.</summary>
    /// <exception cref="SearchSpaceException">The parameter has a range, and nothing says how many values of it a grid takes.</exception>
    public abstract IReadOnlyList<SearchValue> Grid();
}

/// <summary>A parameter matters only where another one has certain values.</summary>
/// <param name="Key">The other parameter, which has a list of values and stands before the one that depends on it.</param>
/// <param name="Values">Its values with which this one matters.</param>
public sealed record SearchCondition(string Key, IReadOnlyList<SearchValue> Values);
