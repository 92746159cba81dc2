namespace RnnToolkit.Reports.Figures;

/// <summary>Leaves out points of a curve that nobody could see.</summary>
static class Thinning
{
    const double Tolerance = 0.3; // in units of the drawing, about a third of a pixel

    /// <summary>The points of a curve that differ visibly from the line through their neighbours (Douglas and Peucker).</summary>
    /// <param name="points">Places in a drawing.</param>
    public static IReadOnlyList<Place> Visible(IReadOnlyList<Place> points)
    {
        if (points.Count < 3)
        {
            return points;
        }

        var coarse = Columns(points);
        var kept = new bool[coarse.Count];
        kept[0] = kept[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, coarse.Count - 1)]);
        while (open.TryPop(out var part))
        {
            var (farthest, distance) = (0, Tolerance);
            for (var i = part.First + 1; i < part.Last; i++)
            {
                var here = Distance(coarse[i], coarse[part.First], coarse[part.Last]);
                (farthest, distance) = here > distance ? (i, here) : (farthest, distance);
            }

            if (farthest > 0)
            {
                kept[farthest] = true;
                open.Push((part.First, farthest));
                open.Push((farthest, part.Last));
            }
        }

        return [.. coarse.Where((_, index) => kept[index])];
    }

    // Of each run of points within half a unit: the first, the lowest, the highest and the last. Bounds the work for curves of millions.
    static List<Place> Columns(IReadOnlyList<Place> points)
    {
        var result = new List<Place>();
        for (var start = 0; start < points.Count;)
        {
            var (end, low, high) = (start, start, start);
            while (end + 1 < points.Count && Math.Floor(points[end + 1].X * 2) == Math.Floor(points[start].X * 2))
            {
                end++;
                low = points[end].Y < points[low].Y ? end : low;
                high = points[end].Y > points[high].Y ? end : high;
            }

            result.AddRange(new[] { start, low, high, end }.Distinct().Order().Select(index => points[index]));
            start = end + 1;
        }

        return result;
    }

    static double Distance(Place point, Place from, Place to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var squared = (dx * dx) + (dy * dy);
        var share = squared == 0 ? 0 : Math.Clamp((((point.X - from.X) * dx) + ((point.Y - from.Y) * dy)) / squared, 0, 1);
        return Math.Sqrt(Math.Pow(point.X - from.X - (share * dx), 2) + Math.Pow(point.Y - from.Y - (share * dy), 2));
    }
}
