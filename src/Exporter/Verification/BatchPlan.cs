namespace RnnToolkit.Exporter.Verification;

/// <summary>A way to cut a list of texts into batches: a graph that is wrong in batches may be right one by one.</summary>
/// <param name="Name">How reports call it.</param>
/// <param name="Sizes">Sizes of the batches, repeated until the texts are used up; the last batch takes what is left.</param>
sealed record BatchPlan(string Name, IReadOnlyList<int> Sizes)
{
    /// <summary>The largest batch of any plan.</summary>
    public const int LargestBatch = 64;

    /// <summary>Batches of changing sizes.</summary>
    public static BatchPlan Ragged { get; } = new("ragged", [1, 5, LargestBatch, 2, 31, 3, 17]);

    /// <summary>The largest batches.</summary>
    public static BatchPlan Largest { get; } = new("64", [LargestBatch]);

    /// <summary>The plans that every export is checked with.</summary>
    public static IReadOnlyList<BatchPlan> All { get; } =
    [
        new("1", [1]),
        new("2", [2]),
        new("7", [7]),
        Largest,
        Ragged,
    ];

    /// <summary>First index and size of every batch of <paramref name="count"/> texts.</summary>
    public IEnumerable<(int First, int Count)> Cut(int count)
    {
        for (var (first, i) = (0, 0); first < count; i++)
        {
            var size = Math.Min(Sizes[i % Sizes.Count], count - first);
            yield return (first, size);
            first += size;
        }
    }
}
