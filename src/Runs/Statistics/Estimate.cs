namespace RnnToolkit.Runs;

/// <summary>A measured value and its 95% interval.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Interval">Where the true value is likely to be.</param>
public readonly record struct Estimate(double Value, Interval Interval)
{
    /// <summary>A share for people: <c>87.00% (84.77 to 88.94)</c>.</summary>
    public string ToPercent() => Invariant($"{100 * Value:F2}% ({100 * Interval.Low:F2} to {100 * Interval.High:F2})");

    /// <summary>A number for people: <c>0.8700 (0.8477 to 0.8894)</c>.</summary>
    public string ToNumber() => Invariant($"{Value:F4} ({Interval.Low:F4} to {Interval.High:F4})");
}
