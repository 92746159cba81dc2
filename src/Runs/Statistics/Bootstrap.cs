namespace RnnToolkit.Runs;

/// <summary>Intervals of numbers that no formula has: the texts are drawn again, with replacement, and the number is computed from each draw.</summary>
public static class Bootstrap
{
    /// <summary>Draws where nothing else is said: the ends of an interval move by about a tenth of its width with another seed.</summary>
    public const int DefaultDraws = 1000;

    const int Seed = 1;

    /// <summary>Computes the percentile intervals of several numbers over the same draws.</summary>
    /// <param name="count">How many texts there are.</param>
    /// <param name="statistics">Each computes its number from how often every text was drawn; null where the draw has none, which leaves this draw out.</param>
    /// <param name="draws">How many draws.</param>
    /// <returns>An interval a number; null where no draw has the number. The same for the same arguments, always.</returns>
    public static IReadOnlyList<Interval?> Intervals(int count, IReadOnlyList<Func<int[], double?>> statistics, int draws = DefaultDraws)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws);
        var values = statistics.Select(_ => new List<double>(draws)).ToArray();
        var (random, times) = (new Random(Seed), new int[count]);
        for (var draw = 0; draw < draws && count > 0; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < count; i++)
            {
                times[random.Next(count)]++;
            }

            for (var k = 0; k < values.Length; k++)
            {
                if (statistics[k](times) is { } value)
                {
                    values[k].Add(value);
                }
            }
        }

        return Array.ConvertAll(values, drawn => drawn.Count == 0 ? (Interval?)null : Percentiles(drawn));
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
