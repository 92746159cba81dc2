namespace RnnToolkit.Runs;

/// <summary>A measured value and its 95% interval.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Interval">Where the true value is likely to be.</param>
public readonly record struct Estimate(double Value, Interval Interval);
