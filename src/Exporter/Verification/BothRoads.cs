using RnnToolkit.Inference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>The ways in which a bundle may be scored: with length buckets, and step by step over whole rows. Each must give the numbers.</summary>
static class BothRoads
{
    /// <summary>Loads the bundle for one road after the other; where padding cannot be skipped there is one road.</summary>
    /// <param name="bundle">The directory of the bundle.</param>
    /// <param name="options">Options, of which the width of the buckets is replaced.</param>
    /// <returns>Scorers to be gone through, each of which lasts until the next.</returns>
    public static IEnumerable<SentimentScorer> Load(string bundle, SentimentScorerOptions options)
    {
        // At once and not when the first is asked for, so that the caller learns here what is wrong with the options.
        var scorer = SentimentScorer.Load(bundle, options);
        return Roads(scorer, () => SentimentScorer.Load(bundle, options with { LengthBucketWidth = 0 }));
    }

    static IEnumerable<SentimentScorer> Roads(SentimentScorer scorer, Func<SentimentScorer> wholeRows)
    {
        using (scorer)
        {
            yield return scorer;
        }

        if (scorer.LengthBucketWidth > 0)
        {
            using var other = wholeRows();
            yield return other;
        }
    }

    /// <summary>The road in words.</summary>
    public static string Name(bool lengthBuckets) => lengthBuckets ? "with length buckets" : "over whole rows";
}
