namespace RnnToolkit.Search;

/// <summary>A parameter with a list of values that have no order.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Values">The values, each once.</param>
public sealed record CategoryParameter(string Key, IReadOnlyList<SearchValue> Values) : SearchParameter(Key)
{
    /// <inheritdoc/>
    public override SearchValue At(double place) => Values[Math.Min((int)(place * Values.Count), Values.Count - 1)];

    /// <inheritdoc/>
    public override IReadOnlyList<SearchValue> Grid() => Values;

    /// <summary>Which of the values this is.</summary>
    public int IndexOf(SearchValue value) => Values.Index().First(entry => entry.Item == value).Index;
}
