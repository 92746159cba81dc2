using RnnToolkit.Bundle;

namespace RnnToolkit.Runs;

/// <summary>A threshold of two labels that was chosen for a goal. Texts get the last label where its probability is at or above it.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Threshold">The threshold, 0 to 1.</param>
public sealed record ThresholdChoice(ThresholdGoal Goal, double Threshold)
{
    /// <summary>Chooses a threshold on texts.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="ranking">The texts.</param>
    /// <returns>The choice; with it, or in place of it, what stands in the way, in one line.</returns>
    /// <remarks>
    /// Thresholds lie in the middle between two probabilities that occur, so that the last bits of a probability do not decide. Of equally good ones the
    /// highest is taken.
    /// </remarks>
    public static (ThresholdChoice? Choice, string? Problem) Choose(ThresholdGoal goal, Ranking ranking)
    {
        ArgumentNullException.ThrowIfNull(goal);
        ArgumentNullException.ThrowIfNull(ranking);
        if (goal.Kind == ThresholdGoalKind.Fixed)
        {
            return (new ThresholdChoice(goal, goal.Value), null);
        }

        if (ranking.Positives == 0 || ranking.Negatives == 0)
        {
            return (null, $"found {ranking.Positives} texts of the last label and {ranking.Negatives} of the first, expected some of both to choose a threshold on");
        }

        var groups = ranking.Groups.ToList();
        int? best = null;
        foreach (var (index, group) in groups.Index().Where(group => Reaches(group.Item)))
        {
            best = best is { } sofar && Merit(groups[sofar]) >= Merit(group) ? best : index;
        }

        if (best is { } chosen)
        {
            var below = chosen + 1 < groups.Count ? groups[chosen + 1].Probability : 0;
            return (new ThresholdChoice(goal, Between(below, groups[chosen].Probability)), null);
        }

        var highest = groups.MaxBy(Precision);
        return (null, Invariant($"no threshold reaches {goal} on {ranking.Positives + ranking.Negatives:N0} validation texts; ")
            + Invariant($"the highest precision is {Precision(highest):F4}, with a recall of {Recall(highest):F4}"));

        bool Reaches(RankedTexts group) => goal.Kind switch
        {
            ThresholdGoalKind.Precision => Precision(group) >= goal.Value,
            ThresholdGoalKind.Recall => Recall(group) >= goal.Value,
            _ => true,
        };

        double Merit(RankedTexts group) => goal.Kind switch
        {
            ThresholdGoalKind.Precision => Recall(group),
            ThresholdGoalKind.Recall => Precision(group),
            _ => 2.0 * group.Positives / (group.Positives + group.Negatives + ranking.Positives),
        };

        double Recall(RankedTexts group) => (double)group.Positives / ranking.Positives;
    }

    static double Precision(RankedTexts group) => (double)group.Positives / (group.Positives + group.Negatives);

    /// <summary>The middle; the higher one where nothing is between them.</summary>
    static double Between(double low, double high) => low + ((high - low) / 2) is var middle && middle > low ? middle : high;
}
