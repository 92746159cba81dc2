namespace RnnToolkit.Runs;

/// <summary>Intervals of numbers that no formula has: the texts are drawn again, with replacement, and the number is computed from each draw.</summary>
public static class Bootstrap
{
    /// <summary>Draws of up to ten thousand texts: with another seed, the ends of an interval would move by a few percent of its width.</summary>
    public const int DefaultDraws = 1000;

    const long LargestWork = 10_000_000; // texts times draws: a quarter of a second
    const int FewestDraws = 200;

    /// <summary>The percentile intervals of several numbers over the same draws.</summary>
    /// <param name="count">How many texts there are.</param>
    /// <param name="numbers">How many numbers.</param>
    /// <param name="compute">Computes the numbers from how often every text was drawn; NaN where the draw has none, which leaves this draw out.</param>
    /// <param name="draws">How many draws; null for <see cref="DefaultDraws"/>, and fewer of more texts.</param>
    /// <returns>An interval a number; null where no draw has the number. The same for the same arguments, always.</returns>
    public static IReadOnlyList<Interval?> Intervals(int count, int numbers, Action<int[], Span<double>> compute, int? draws = null)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var all = draws ?? (int)Math.Clamp(LargestWork / Math.Max(1, count), FewestDraws, DefaultDraws);
        List<double>[] values = [.. Enumerable.Range(0, numbers).Select(_ => new List<double>(all))];
        var (state, times, computed) = (0UL, new int[count], new double[numbers]);
        for (var draw = 0; draw < all && count > 0; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < count; i++)
            {
                times[(int)Math.BigMul(Next(ref state), (uint)count, out _)]++;
            }

            compute(times, computed);
            for (var k = 0; k < numbers; k++)
            {
                if (!double.IsNaN(computed[k]))
                {
                    values[k].Add(computed[k]);
                }
            }
        }

        return Array.ConvertAll(values, drawn => drawn.Count == 0 ? (Interval?)null : Percentiles(drawn));
    }

    /// <summary>SplitMix64: millions of texts are drawn, and a seeded Random takes longer than the statistics.</summary>
    static ulong Next(ref ulong state)
    {
        var value = state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    static Interval Percentiles(List<double> values)
    {
        values.Sort();
        return new Interval(Quantile((1 - Interval.Confidence) / 2), Quantile((1 + Interval.Confidence) / 2));

        double Quantile(double share)
        {
            var place = share * (values.Count - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, values.Count - 1);
            return values[below] + ((place - below) * (values[above] - values[below]));
        }
    }
}
