using System.Text.Json;
using RnnToolkit.Search;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The <c>trial.json</c> of a trial: what it trains with. It is written before the training starts.</summary>
/// <param name="Trial">The number of the trial, from 1.</param>
/// <param name="Values">The value of each key that matters, in the order of the space.</param>
sealed record TrialProposal(int Trial, IReadOnlyDictionary<string, JsonElement> Values)
{
    /// <summary>The proposal of a point.</summary>
    public static TrialProposal Of(int trial, SearchSpace space, SearchPoint point) => new(
        trial,
        new OrderedDictionary<string, JsonElement>(
            from entry in space.Parameters.Zip(point.Values)
            where entry.Second is not null
            select KeyValuePair.Create(entry.First.Key, JsonElement.Parse(entry.Second!.Value.Json))));

    /// <summary>The point.</summary>
    public SearchPoint PointIn(SearchSpace space) =>
        new([.. space.Parameters.Select(parameter => Values.TryGetValue(parameter.Key, out var value) ? new SearchValue(value.GetRawText()) : (SearchValue?)null)]);
}
