namespace RnnToolkit.Runs;

/// <summary>Intervals of shares.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (1927), which stays within 0 to 1 and is right for few texts and for shares near 0 and 1.</summary>
    /// <param name="successes">How many of the trials.</param>
    /// <param name="trials">How many there were; without any, everything from 0 to 1 is possible.</param>
    public static Interval Wilson(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0)
        {
            return new Interval(0, 1);
        }

        const double Square = Interval.NormalQuantile * Interval.NormalQuantile;
        var (n, share) = ((double)trials, (double)successes / trials);
        var center = (share + (Square / (2 * n))) / (1 + (Square / n));
        var half = Interval.NormalQuantile / (1 + (Square / n)) * Math.Sqrt((share * (1 - share) / n) + (Square / (4 * n * n)));

        // At the ends the formula gives 0 and 1, but for rounding.
        return new Interval(successes == 0 ? 0 : Math.Max(0, center - half), successes == trials ? 1 : Math.Min(1, center + half));
    }

    /// <summary>A share and its interval; 0 of 0 is 0.</summary>
    public static Estimate Estimate(long successes, long trials) => new(trials == 0 ? 0 : (double)successes / trials, Wilson(successes, trials));

    /// <summary>The F1 of a label and its interval.</summary>
    /// <remarks>
    /// With J = TP / (TP + FP + FN), F1 is 2J / (1 + J), which rises with J. J is a share, of the texts that have the label or got it: the ends of
    /// its interval give those of F1.
    /// </remarks>
    /// <param name="right">Texts that have the label and got it.</param>
    /// <param name="wrong">Texts that either have it or got it, not both.</param>
    public static Estimate F1(long right, long wrong)
    {
        var share = Estimate(right, right + wrong);
        return new Estimate(Of(share.Value), new Interval(Of(share.Interval.Low), Of(share.Interval.High)));

        static double Of(double share) => 2 * share / (1 + share);
    }
}
