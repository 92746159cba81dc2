using System.Diagnostics;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>How a row fared.</summary>
enum RowStatus
{
    Ok,
    Empty,
    AllUnknown,
    Truncated,
    BadUtf8,
    BadRow,
}

static class RowStatuses
{
    public static readonly int Count = Enum.GetValues<RowStatus>().Length;

    public static RowStatus Of(ScoreStatus status) => status switch
    {
        ScoreStatus.Ok => RowStatus.Ok,
        ScoreStatus.Empty => RowStatus.Empty,
        ScoreStatus.AllUnknown => RowStatus.AllUnknown,
        ScoreStatus.Truncated => RowStatus.Truncated,
        _ => throw new UnreachableException(),
    };

    public static RowStatus Of(RowFaultKind kind) => kind == RowFaultKind.BadUtf8 ? RowStatus.BadUtf8 : RowStatus.BadRow;

    /// <summary>The name in the output.</summary>
    public static string Name(this RowStatus status) => status switch
    {
        RowStatus.Ok => "ok",
        RowStatus.Empty => "empty",
        RowStatus.AllUnknown => "all_unknown",
        RowStatus.Truncated => "truncated",
        RowStatus.BadUtf8 => "bad_utf8",
        RowStatus.BadRow => "bad_row",
        _ => throw new UnreachableException(),
    };
}
