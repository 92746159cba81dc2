namespace RnnToolkit.Search;

/// <summary>Draws every point anew, none twice.</summary>
/// <remarks>
/// Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012. A proposal depends on no result and on no other worker.
/// </remarks>
/// <param name="space">What may vary.</param>
/// <param name="randomOf">A stream of random numbers, 0 to below 1, for each trial; the same each time.</param>
public sealed class RandomSampler(SearchSpace space, Func<int, Func<double>> randomOf) : Sampler
{
    // Of a space in which one of ten thousand points is left, such a draw finds it in two of three cases.
    const int Attempts = 10_000;

    readonly List<SearchPoint> _drawn = [];
    readonly HashSet<SearchPoint> _taken = [];
    bool _isExhausted;

    /// <inheritdoc/>
    public override SearchPoint? Propose(int trial, IReadOnlyList<SearchResult> finished, IReadOnlySet<SearchPoint> taken)
    {
        while (_drawn.Count <= trial && !_isExhausted)
        {
            if (Draw(space, randomOf(_drawn.Count), _taken) is { } point)
            {
                _drawn.Add(point);
                _taken.Add(point);
            }
            else
            {
                _isExhausted = true;
            }
        }

        return trial < _drawn.Count ? _drawn[trial] : null;
    }

    /// <summary>Draws a point that is not taken; null when none was found.</summary>
    internal static SearchPoint? Draw(SearchSpace space, Func<double> random, IReadOnlySet<SearchPoint> taken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var point = space.Point(i => space.Parameters[i].At(random()));
            if (!taken.Contains(point))
            {
                return point;
            }
        }

        return null;
    }
}
