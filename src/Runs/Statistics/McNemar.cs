namespace RnnToolkit.Runs;

/// <summary>McNemar's test (1947) of two models on the same texts: only texts on which one is right and the other wrong tell them apart.</summary>
/// <param name="Texts">All texts.</param>
/// <param name="OnlyFirst">Texts on which only the first model is right.</param>
/// <param name="OnlySecond">Texts on which only the second model is right.</param>
public sealed record McNemar(long Texts, long OnlyFirst, long OnlySecond)
{
    /// <summary>Below this a difference is called significant.</summary>
    public const double Level = 0.05;

    const double SmallestShown = 0.001;

    /// <summary>The test of two models.</summary>
    /// <param name="first">Whether the first model is right, a text each.</param>
    /// <param name="second">The same of the second model, the texts in the same order.</param>
    public static McNemar Test(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNotEqual(second.Count, first.Count);
        return new McNemar(
            first.Count, first.Zip(second).LongCount(pair => pair.First && !pair.Second), first.Zip(second).LongCount(pair => pair.Second && !pair.First));
    }

    /// <summary>Texts on which one of the two is right and the other wrong.</summary>
    public long Discordant => OnlyFirst + OnlySecond;

    /// <summary>Accuracy of the first model minus that of the second.</summary>
    public double Difference => Texts == 0 ? 0 : (double)(OnlyFirst - OnlySecond) / Texts;

    /// <summary>The interval of <see cref="Difference"/>, after Bonett and Price (2012): one text more for each model, which makes it right for few texts.</summary>
    public Interval DifferenceInterval
    {
        get
        {
            var n = Texts + 2.0;
            var (first, second) = ((OnlyFirst + 1) / n, (OnlySecond + 1) / n);
            var (center, half) = (first - second, Interval.NormalQuantile * Math.Sqrt((first + second - ((first - second) * (first - second))) / n));
            return new Interval(Math.Max(-1, center - half), Math.Min(1, center + half));
        }
    }

    /// <summary>
    /// If both models were equally good, the chance of a split of the discordant texts that is at least so uneven: the exact two-sided binomial test,
    /// for any number of texts. 1 when there is no discordant text.
    /// </summary>
    public double PValue
    {
        get
        {
            var (n, fewer) = (Discordant, Math.Min(OnlyFirst, OnlySecond));
            if (2 * fewer == n)
            {
                return 1;
            }

            // The largest term in logarithms, the others as multiples of it.
            var logarithm = -n * Math.Log(2);
            for (var i = 1L; i <= fewer; i++)
            {
                logarithm += Math.Log((double)(n - fewer + i) / i);
            }

            var (sum, term) = (0.0, 1.0);
            for (var i = fewer; i >= 0 && term > 0; i--)
            {
                sum += term;
                term *= (double)i / (n - i + 1);
            }

            return Math.Min(1, 2 * Math.Exp(logarithm + Math.Log(sum)));
        }
    }

    /// <summary>Whether the difference is hardly chance.</summary>
    public bool IsSignificant => PValue < Level;

    /// <summary>What one may write about it.</summary>
    /// <param name="first">The name of the first model.</param>
    /// <param name="second">The name of the second model.</param>
    public string Sentence(string first, string second)
    {
        var p = PValue < SmallestShown ? Invariant($"p < {SmallestShown}") : Invariant($"p = {PValue:F3}");
        var (low, high) = (100 * DifferenceInterval.Low, 100 * DifferenceInterval.High);
        return Invariant($"Of {Texts:N0} texts, {first} is right on {OnlyFirst:N0} where {second} is wrong, and {second} on {OnlySecond:N0} where {first} is wrong; ")
            + Invariant($"the difference in accuracy of {Signed(100 * Difference)} points (95% interval {Signed(low)} to {Signed(high)}) ")
            + $"{(IsSignificant ? "is" : "is not")} significant (McNemar's exact test, {p}).";
    }

    static string Signed(double points) => Invariant($"{points:+0.00;-0.00;0.00}");
}
