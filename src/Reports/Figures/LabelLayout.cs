namespace RnnToolkit.Reports.Figures;

/// <summary>Moves labels apart that would cover each other.</summary>
static class LabelLayout
{
    /// <summary>Where labels go: near where they want to be, in the same order, each apart from the next, between two ends.</summary>
    /// <param name="wanted">Where each label belongs.</param>
    /// <param name="low">The smallest place.</param>
    /// <param name="high">The largest place.</param>
    /// <param name="gap">Between two labels; less where there is no room.</param>
    public static double[] Spread(IReadOnlyList<double> wanted, double low, double high, double gap)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(index => wanted[index]).ToArray();
        gap = wanted.Count > 1 ? Math.Min(gap, (high - low) / (wanted.Count - 1)) : gap;
        var places = new double[wanted.Count];
        var floor = low;
        foreach (var index in order)
        {
            places[index] = Math.Max(Math.Min(wanted[index], high), floor);
            floor = places[index] + gap;
        }

        var ceiling = high;
        foreach (var index in order.Reverse())
        {
            places[index] = Math.Min(places[index], ceiling);
            ceiling = places[index] - gap;
        }

        return places;
    }
}
