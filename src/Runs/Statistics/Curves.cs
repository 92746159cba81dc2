using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>What every threshold of the last of two labels gives, as points for figures, from the highest threshold down.</summary>
public static class Curves
{
    /// <summary>X: share of the first label's texts that are taken for the last; Y: share of the last label's texts that are found.</summary>
    /// <returns>From (0, 0) to (1, 1), without points on a straight line between others; nothing where a label has no text.</returns>
    public static IReadOnlyList<CurvePoint> Roc(Ranking ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        var (positives, negatives) = (ranking.Positives, ranking.Negatives);
        if (positives == 0 || negatives == 0)
        {
            return [];
        }

        List<RankedTexts> corners = [new(double.PositiveInfinity, 0, 0)];
        foreach (var group in ranking.Groups)
        {
            while (corners.Count > 1 && AreOnALine(corners[^2], corners[^1], group))
            {
                corners.RemoveAt(corners.Count - 1);
            }

            corners.Add(group);
        }

        return [.. corners.Select(group => new CurvePoint((double)group.Negatives / negatives, (double)group.Positives / positives, group.Probability))];
    }

    /// <summary>X: share of the last label's texts that are found; Y: share of the texts that got it which have it.</summary>
    /// <returns>A point a threshold, until all are found; nothing where the last label has no text.</returns>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(Ranking ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        var (positives, points) = (ranking.Positives, new List<CurvePoint>());
        foreach (var group in positives == 0 ? [] : ranking.Groups)
        {
            points.Add(new CurvePoint((double)group.Positives / positives, (double)group.Positives / (group.Positives + group.Negatives), group.Probability));
            if (group.Positives == positives)
            {
                break;
            }
        }

        return points;
    }

    /// <summary>Fewer points of the same curve: each farther from the one before it than an eye sees. The first and the last one stay.</summary>
    /// <param name="points">The points.</param>
    /// <param name="distance">The least distance in X or Y.</param>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points, double distance = 0.002)
    {
        ArgumentNullException.ThrowIfNull(points);
        var kept = new List<CurvePoint>();
        foreach (var (index, point) in points.Index())
        {
            if (kept.Count == 0 || index == points.Count - 1 || Math.Abs(point.X - kept[^1].X) >= distance || Math.Abs(point.Y - kept[^1].Y) >= distance)
            {
                kept.Add(point);
            }
        }

        return kept;
    }

    static bool AreOnALine(RankedTexts first, RankedTexts second, RankedTexts third) =>
        (second.Positives - first.Positives) * (third.Negatives - second.Negatives) == (third.Positives - second.Positives) * (second.Negatives - first.Negatives);
}

/// <summary>A point of a curve.</summary>
/// <param name="X">To the right, 0 to 1.</param>
/// <param name="Y">Up, 0 to 1.</param>
/// <param name="Threshold">The probability from which on texts get the last label; infinite where none does.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);
