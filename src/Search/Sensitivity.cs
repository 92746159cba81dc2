namespace RnnToolkit.Search;

/// <summary>How much the results of a search depend on one parameter alone.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Share">
/// The share of the variance of the losses that the means of its groups explain (the correlation ratio, eta squared), 0 to 1; null when there are too
/// few results to tell.
/// </param>
/// <param name="Groups">The results by value; those of a range in four groups of neighbouring values.</param>
public sealed record Sensitivity(SearchParameter Parameter, double? Share, IReadOnlyList<SensitivityGroup> Groups)
{
    const int RangeGroups = 4;

    /// <summary>The sensitivity of every parameter, from the completed trials in which it mattered.</summary>
    /// <remarks>
    /// It describes these trials. It is not the effect of the parameter when a sampler preferred some of its values, or when parameters act together.
    /// </remarks>
    public static IReadOnlyList<Sensitivity> Of(SearchSpace space, IEnumerable<SearchResult> results)
    {
        ArgumentNullException.ThrowIfNull(space);
        var completed = results.Where(result => result.Status == TrialStatus.Completed).ToList();
        return [.. space.Parameters.Select((parameter, i) => Of(
            parameter, [.. from result in completed where result.Point.Values[i] is not null select (result.Point.Values[i]!.Value, result.Loss)]))];
    }

    static Sensitivity Of(SearchParameter parameter, List<(SearchValue Value, double Loss)> results)
    {
        var values = results.Select(result => result.Value).Distinct().OrderBy(value => value.Number).ToList();
        var isGrouped = parameter is RangeParameter && values.Count > RangeGroups;
        SensitivityGroup[] groups =
        [
            .. from result in results
               let index = isGrouped ? values.IndexOf(result.Value) * RangeGroups / values.Count : IndexIn(parameter, values, result.Value)
               group result by index into same
               orderby same.Key
               let inOrder = same.OrderBy(result => result.Value.Number).ToList()
               select new SensitivityGroup(
                   inOrder[0].Value == inOrder[^1].Value ? inOrder[0].Value.Text : $"{inOrder[0].Value} to {inOrder[^1].Value}",
                   inOrder.Count,
                   inOrder.Average(result => result.Loss)),
        ];
        return new Sensitivity(parameter, Ratio([.. results.Select(result => result.Loss)], groups), groups);
    }

    static int IndexIn(SearchParameter parameter, List<SearchValue> values, SearchValue value) =>
        parameter is CategoryParameter category ? category.IndexOf(value) : values.IndexOf(value);

    static double? Ratio(List<double> losses, SensitivityGroup[] groups)
    {
        if (losses.Count <= groups.Length || groups.Length < 2)
        {
            return null; // a group each explains everything, and one group nothing
        }

        var mean = losses.Average();
        var total = losses.Sum(loss => (loss - mean) * (loss - mean));
        return total > 0 ? groups.Sum(group => group.Trials * (group.MeanLoss - mean) * (group.MeanLoss - mean)) / total : null;
    }
}

/// <summary>Completed trials with one value, or neighbouring values, of a parameter.</summary>
/// <param name="Values">The value, or the first and the last one.</param>
/// <param name="Trials">How many there are.</param>
/// <param name="MeanLoss">The mean of their losses.</param>
public sealed record SensitivityGroup(string Values, int Trials, double MeanLoss);
