namespace RnnToolkit.Runs;

/// <summary>Intervals of means over texts of what cannot be below 0, such as a loss.</summary>
public static class Mean
{
    /// <summary>The mean and the normal distribution's interval for it; of one value the interval is the value.</summary>
    /// <param name="values">At least one, none below 0.</param>
    public static Estimate Estimate(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Count - 1);
        var half = Interval.NormalQuantile * Math.Sqrt(variance / values.Count);
        return new Estimate(mean, new Interval(Math.Max(0, mean - half), mean + half));
    }
}
