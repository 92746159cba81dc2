namespace RnnToolkit.Search;

/// <summary>Tries all points of the grid, in their order.</summary>
/// <param name="space">What may vary.</param>
/// <exception cref="SearchSpaceException">The space has no grid.</exception>
public sealed class GridSampler(SearchSpace space) : Sampler
{
    readonly IReadOnlyList<SearchPoint> _points = space.Grid();

    /// <summary>How many points there are.</summary>
    public int Count => _points.Count;

    /// <inheritdoc/>
    public override SearchPoint? Propose(int trial, IReadOnlyList<SearchResult> finished, IReadOnlySet<SearchPoint> taken) =>
        trial < _points.Count ? _points[trial] : null;
}
