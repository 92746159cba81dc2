namespace RnnToolkit.Search;

/// <summary>One choice of values: what a trial trains with.</summary>
public sealed class SearchPoint : IEquatable<SearchPoint>
{
    readonly string _identity;

    /// <summary>Creates a point.</summary>
    /// <param name="values">A value for each parameter of the space, in its order; null for one that does not matter here.</param>
    public SearchPoint(IReadOnlyList<SearchValue?> values)
    {
        Values = values;
        _identity = string.Join('\n', values.Select(value => value?.Json));
    }

    /// <summary>A value for each parameter of the space, in its order; null for one that does not matter here.</summary>
    public IReadOnlyList<SearchValue?> Values { get; }

    /// <inheritdoc/>
    public bool Equals(SearchPoint? other) => other is not null && other._identity == _identity;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SearchPoint);

    /// <inheritdoc/>
    public override int GetHashCode() => _identity.GetHashCode(StringComparison.Ordinal);
}
