using System.Globalization;

namespace RnnToolkit.Runs;

/// <summary>What a threshold of two labels is chosen for.</summary>
/// <param name="Kind">The kind of goal.</param>
/// <param name="Value">The precision or the recall to reach, or the threshold itself; 0 for the best F1.</param>
public sealed record ThresholdGoal(ThresholdGoalKind Kind, double Value = 0)
{
    /// <summary>What <see cref="TryParse"/> takes, for help and errors.</summary>
    public const string Expected = "best-f1, precision=0.95, recall=0.95 (0 to 1), or a number from 0 to 1";

    const string BestF1 = "best-f1";

    /// <summary>Reads a goal as a user writes it; null for anything else.</summary>
    public static ThresholdGoal? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('=') switch
        {
            [BestF1] => new ThresholdGoal(ThresholdGoalKind.BestF1),
            ["precision", var share] when Share(share) is { } value => new ThresholdGoal(ThresholdGoalKind.Precision, value),
            ["recall", var share] when Share(share) is { } value => new ThresholdGoal(ThresholdGoalKind.Recall, value),
            [var number] when Share(number) is { } value => new ThresholdGoal(ThresholdGoalKind.Fixed, value),
            _ => null,
        };
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Kind switch
    {
        ThresholdGoalKind.BestF1 => BestF1,
        ThresholdGoalKind.Precision => Invariant($"precision={Value}"),
        ThresholdGoalKind.Recall => Invariant($"recall={Value}"),
        _ => Invariant($"{Value}"),
    };

    static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value : null;
}

/// <summary>The kinds of goals.</summary>
public enum ThresholdGoalKind
{
    /// <summary>The highest F1 of the last label.</summary>
    BestF1,

    /// <summary>At least this precision of the last label, and then the highest recall.</summary>
    Precision,

    /// <summary>At least this recall of the last label, and then the highest precision.</summary>
    Recall,

    /// <summary>A number that the user gives.</summary>
    Fixed,
}
