namespace RnnToolkit.HiddenMarkov;

/// <summary>Sums of probabilities that are kept as logarithms, because a hundred of them multiplied are below the smallest double. Log 0 is negative infinity.</summary>
static class LogSpace
{
    /// <summary>The logarithm of the sum of the exponentials; negative infinity for nothing.</summary>
    public static double Sum(ReadOnlySpan<double> logarithms)
    {
        var largest = double.NegativeInfinity;
        foreach (var logarithm in logarithms)
        {
            largest = Math.Max(largest, logarithm);
        }

        if (double.IsNegativeInfinity(largest))
        {
            return largest; // or the difference below would be no number
        }

        var sum = 0.0;
        foreach (var logarithm in logarithms)
        {
            sum += Math.Exp(logarithm - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>The logarithms of shares of a sum; equal shares where the sum is 0.</summary>
    public static void Normalize(ReadOnlySpan<double> values, Span<double> logarithms)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        for (var i = 0; i < values.Length; i++)
        {
            logarithms[i] = sum > 0 ? Math.Log(values[i] / sum) : -Math.Log(values.Length);
        }
    }
}
