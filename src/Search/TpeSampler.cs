namespace RnnToolkit.Search;

/// <summary>The tree-structured Parzen estimator: proposes what is likely among the best results so far and unlikely among the others.</summary>
/// <remarks>
/// Bergstra, Bardenet, Bengio and Kegl, "Algorithms for hyper-parameter optimization", NIPS 2011. Their section 4: with <c>l</c> the density of the
/// values of the best results and <c>g</c> that of the others, the expected improvement grows with <c>l / g</c>. A parameter that matters only
/// with some values of another is estimated from the trials in which it did. Of the candidates for a number, drawn from <c>l</c>, the one with the
/// highest <c>l / g</c> is taken. A value of a list is drawn from <c>l</c> weighted by <c>l / g</c> instead: of a few values the highest would be the
/// same each time, and the search would learn nothing about the others.
/// </remarks>
/// <param name="space">What may vary.</param>
/// <param name="randomOf">A stream of random numbers, 0 to below 1, for each trial; the same each time.</param>
public sealed class TpeSampler(SearchSpace space, Func<int, Func<double>> randomOf) : Sampler
{
    /// <summary>How many results there must be before they count: until then points are drawn at random.</summary>
    public const int StartTrials = 10;

    /// <summary>The share of the results that counts as the best.</summary>
    const double BestShare = 0.15;

    const int Candidates = 24;
    const int Attempts = 50;

    /// <inheritdoc/>
    public override SearchPoint? Propose(int trial, IReadOnlyList<SearchResult> finished, IReadOnlySet<SearchPoint> taken)
    {
        ArgumentNullException.ThrowIfNull(finished);
        ArgumentNullException.ThrowIfNull(taken);
        var random = randomOf(trial);
        if (finished.Count < StartTrials)
        {
            return RandomSampler.Draw(space, random, taken);
        }

        // Completed ones come first: a pruned one was worse than others, however good it would have been in the end.
        var ordered = finished.OrderBy(result => result.Status).ThenBy(result => result.Loss).Select(result => result.Point).ToList();
        var best = (int)Math.Ceiling(BestShare * ordered.Count);
        var (good, bad) = (ordered[..best], ordered[best..]);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var point = space.Point(i => Choose(i, good, bad, random));
            if (!taken.Contains(point))
            {
                return point;
            }
        }

        return RandomSampler.Draw(space, random, taken);
    }

    SearchValue Choose(int index, List<SearchPoint> good, List<SearchPoint> bad, Func<double> random)
    {
        var (inGood, inBad) = (Seen(good), Seen(bad));
        return space.Parameters[index] switch
        {
            CategoryParameter category => ChooseOf(category, inGood, inBad, random),
            RangeParameter range => ChooseFrom(range, inGood, inBad, random),
            var other => throw new InvalidOperationException($"{other.Key} is another kind of parameter."),
        };

        List<SearchValue> Seen(List<SearchPoint> points) => [.. points.Select(point => point.Values[index]).OfType<SearchValue>()];
    }

    static SearchValue ChooseOf(CategoryParameter parameter, List<SearchValue> good, List<SearchValue> bad, Func<double> random)
    {
        var (likely, other) = (Shares(good), Shares(bad));
        double[] weights = [.. likely.Zip(other, (l, g) => l * l / g)];
        var (place, index) = (random() * weights.Sum(), 0);
        while (index < weights.Length - 1 && place >= weights[index])
        {
            place -= weights[index++];
        }

        return parameter.Values[index];

        // The prior counts as one trial with each value.
        double[] Shares(List<SearchValue> seen) =>
            [.. parameter.Values.Select(value => (1.0 + seen.Count(found => found == value)) / (parameter.Values.Count + seen.Count))];
    }

    static SearchValue ChooseFrom(RangeParameter parameter, List<SearchValue> good, List<SearchValue> bad, Func<double> random)
    {
        var (likely, other) = (Estimator(good), Estimator(bad));
        var candidates = Enumerable.Range(0, Candidates).Select(_ => parameter.At(likely.Draw(random))).ToList();
        return candidates.MaxBy(candidate =>
        {
            var place = parameter.PlaceOf(candidate.Number!.Value);
            return likely.Density(place) / other.Density(place);
        });

        ParzenEstimator Estimator(List<SearchValue> seen) => new(seen.Select(value => parameter.PlaceOf(value.Number!.Value)));
    }
}
