namespace RnnToolkit.Runs;

/// <summary>A 95% confidence interval: computed from other samples of texts, it would hold the true value 95 times in 100.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>How sure all intervals are.</summary>
    public const double Confidence = 0.95;

    /// <summary>The 97.5% quantile of the normal distribution.</summary>
    internal const double NormalQuantile = 1.959963984540054;
}
