using System.Diagnostics;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>The outcome of a row.</summary>
enum RowStatus
{
    Ok,
    Empty,
    AllUnknown,
    Truncated,
    BadUtf8,
    BadRow,

    /// <summary>Scored, but the label cannot be compared with the score.</summary>
    BadLabel,
}

static class RowStatuses
{
    public static readonly int Count = Enum.GetValues<RowStatus>().Length;

    public static RowStatus Of(PredictionStatus status) => status switch
    {
        PredictionStatus.Ok => RowStatus.Ok,
        PredictionStatus.Empty => RowStatus.Empty,
        PredictionStatus.AllUnknown => RowStatus.AllUnknown,
        PredictionStatus.Truncated => RowStatus.Truncated,
        _ => throw new UnreachableException(),
    };

    public static RowStatus Of(RowFaultKind kind) => kind switch
    {
        RowFaultKind.BadUtf8 => RowStatus.BadUtf8,
        RowFaultKind.BadRow => RowStatus.BadRow,
        RowFaultKind.BadLabel => RowStatus.BadLabel,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name in the output.</summary>
    public static string Name(this RowStatus status) => status switch
    {
        RowStatus.Ok => PredictionStatus.Ok.Name(),
        RowStatus.Empty => PredictionStatus.Empty.Name(),
        RowStatus.AllUnknown => PredictionStatus.AllUnknown.Name(),
        RowStatus.Truncated => PredictionStatus.Truncated.Name(),
        RowStatus.BadUtf8 => RowFaultKind.BadUtf8.Name(),
        RowStatus.BadRow => RowFaultKind.BadRow.Name(),
        RowStatus.BadLabel => RowFaultKind.BadLabel.Name(),
        _ => throw new UnreachableException(),
    };
}
