using RnnToolkit.Search;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>A finished trial.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Point">What it was trained with.</param>
/// <param name="Outcome">How it ended.</param>
sealed record Trial(int Number, SearchPoint Point, TrialOutcome Outcome)
{
    /// <summary>What the search learns from it.</summary>
    public SearchResult Result(BestMetric goal) =>
        new(Point, Outcome.Status, Outcome.Best is { } best ? TrialOutcome.Loss(best, goal) : double.PositiveInfinity);

    /// <summary>The best first: completed ones, then pruned ones, then failed ones; of equals, the first.</summary>
    public static IReadOnlyList<Trial> Ranked(IEnumerable<Trial> trials, BestMetric goal) =>
    [
        .. from trial in trials
           let result = trial.Result(goal)
           orderby result.Status, result.Loss, trial.Outcome.Best?.ValidationLoss, trial.Number
           select trial,
    ];
}
