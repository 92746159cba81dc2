using System.Runtime.InteropServices;

namespace TorchSharp.TensorBoard;

/// <summary>
/// A histogram as TensorBoard reads it: the upper limit of each bucket, and how many values it holds. The first bucket is empty, and its limit is
/// the lower limit of the second.
/// </summary>
sealed record Histogram(double Min, double Max, double Num, double Sum, double SumSquares, double[] Limits, double[] Counts)
{
    static readonly double[] s_edges = Edges();

    public static Histogram Of(torch.Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            throw new ArgumentException("The input has no element.");
        }
        using var doubles = tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous();
        var values = MemoryMarshal.Cast<byte, double>(doubles.bytes);
        var counts = new double[s_edges.Length - 1];
        var (min, max, sum, sumSquares) = (values[0], values[0], 0.0, 0.0);
        foreach (var value in values)
        {
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
            (sum, sumSquares) = (sum + value, sumSquares + (value * value));
            if (value >= s_edges[0] && value <= s_edges[^1])
            {
                var edge = Array.BinarySearch(s_edges, value);
                counts[Math.Min(edge >= 0 ? edge : ~edge - 1, counts.Length - 1)]++;
            }
        }
        var first = Array.FindIndex(counts, count => count > 0);
        if (first < 0)
        {
            throw new ArgumentException("The histogram is empty.");
        }
        var end = Array.FindLastIndex(counts, count => count > 0) + 1;
        return new Histogram(min, max, values.Length, sum, sumSquares, s_edges[first..(end + 1)], [0, .. counts[first..end]]);
    }

    static double[] Edges()
    {
        var positive = new List<double>();
        for (var limit = 1e-12; limit < 1e20; limit *= 1.1)
        {
            positive.Add(limit);
        }
        return [.. positive.Select(limit => -limit).Reverse(), 0, .. positive];
    }
}
