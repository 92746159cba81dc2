namespace RnnToolkit.Search;

/// <summary>What a search may vary.</summary>
/// <param name="Parameters">The parameters, in the order of the file. A parameter that depends on another follows it.</param>
public sealed partial record SearchSpace(IReadOnlyList<SearchParameter> Parameters)
{
    /// <summary>The key of the list of models.</summary>
    public const string ModelsKey = "models";

    /// <summary>The most points of a grid, and the most trials of a search.</summary>
    public const int MostTrials = 100_000;

    /// <summary>Makes a point: asks for the value of each parameter that matters, in their order.</summary>
    /// <param name="choose">Gets the index of a parameter, and gives its value.</param>
    public SearchPoint Point(Func<int, SearchValue> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        var values = new SearchValue?[Parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Matters(i, values) ? choose(i) : null;
        }

        return new SearchPoint(values);
    }

    /// <summary>All points of the grid: the last parameter changes fastest.</summary>
    /// <exception cref="SearchSpaceException">A range has no points, or there are too many points.</exception>
    public IReadOnlyList<SearchPoint> Grid()
    {
        var points = new List<SearchValue?[]> { Array.Empty<SearchValue?>() };
        for (var i = 0; i < Parameters.Count; i++)
        {
            var grid = Parameters[i].Grid();
            points = [.. points.SelectMany(point => Matters(i, point) ? grid.Select(value => (SearchValue?[])[.. point, value]) : [[.. point, null]])];
            if (points.Count > MostTrials)
            {
                throw new SearchSpaceException(null, $"a grid of more than {MostTrials} points", "fewer; give ranges fewer points, or search at random");
            }
        }

        return [.. points.Select(point => new SearchPoint(point))];
    }

    bool Matters(int index, ReadOnlySpan<SearchValue?> before)
    {
        if (Parameters[index].When is not { } condition)
        {
            return true;
        }

        var other = Parameters.Index().First(entry => entry.Item.Key == condition.Key).Index;
        return before[other] is { } value && condition.Values.Contains(value);
    }
}
