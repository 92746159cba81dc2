using System.Diagnostics;

namespace RnnToolkit.Inference;

/// <summary>Names of statuses in outputs.</summary>
public static class PredictionStatuses
{
    /// <summary>The name that files, reports and web answers give a status: <c>ok</c>, <c>empty</c>, <c>all_unknown</c> or <c>truncated</c>.</summary>
    /// <param name="status">The status.</param>
    /// <exception cref="UnreachableException">It is not a value of the enumeration.</exception>
    public static string Name(this PredictionStatus status) => status switch
    {
        PredictionStatus.Ok => "ok",
        PredictionStatus.Empty => "empty",
        PredictionStatus.AllUnknown => "all_unknown",
        PredictionStatus.Truncated => "truncated",
        _ => throw new UnreachableException(),
    };
}
