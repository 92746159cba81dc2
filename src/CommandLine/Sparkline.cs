namespace RnnToolkit.CommandLine;

/// <summary>A curve as a word, a character a point.</summary>
public static class Sparkline
{
    const string Blocks = "▁▂▃▄▅▆▇█";
    const string Ascii = ".:-=+*#@"; // darker and darker

    /// <summary>Draws values between the smallest and the largest of them.</summary>
    /// <param name="values">The values, at least one; those that are not finite are drawn as a question mark.</param>
    /// <param name="longest">The most characters: of more values neighbours are drawn as their mean.</param>
    /// <param name="isUnicode">Whether block characters can be shown, or ASCII alone.</param>
    public static string Of(IReadOnlyList<double> values, int longest, bool isUnicode)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var levels = isUnicode ? Blocks : Ascii;
        var length = Math.Min(values.Count, longest);
        double[] points = [.. Enumerable.Range(0, length).Select(i => values.Take(((i * values.Count) / length)..(((i + 1) * values.Count) / length)).Average())];
        double[] finite = [.. points.Where(double.IsFinite)];
        var (low, high) = finite.Length > 0 ? (finite.Min(), finite.Max()) : (0, 0);
        return string.Concat(points.Select(point => !double.IsFinite(point) ? '?' : levels[high > low ? (int)Math.Round((point - low) / (high - low) * (levels.Length - 1)) : 0]));
    }
}
