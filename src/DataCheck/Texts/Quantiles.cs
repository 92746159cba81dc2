namespace RnnToolkit.DataCheck;

/// <summary>The distribution of a length. Each number is one of the lengths: the smallest that at least this share of the texts does not exceed.</summary>
public sealed record Quantiles(int Smallest, int P5, int P25, int Median, int P75, int P95, int P99, int Largest)
{
    /// <summary>The quantiles of some lengths; all 0 without any.</summary>
    public static Quantiles Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        return new Quantiles(At(sorted, 0), At(sorted, 0.05), At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), At(sorted, 0.95), At(sorted, 0.99), At(sorted, 1));
    }

    static int At(int[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
