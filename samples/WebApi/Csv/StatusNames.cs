using System.Diagnostics;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.WebApi.Csv;

/// <summary>How a row fared, in the words of the scorer program.</summary>
static class StatusNames
{
    public static string Of(ScoreStatus status) => status switch
    {
        ScoreStatus.Ok => "ok",
        ScoreStatus.Empty => "empty",
        ScoreStatus.AllUnknown => "all_unknown",
        ScoreStatus.Truncated => "truncated",
        _ => throw new UnreachableException(),
    };

    public static string Of(RowFaultKind fault) => fault is RowFaultKind.BadUtf8 ? "bad_utf8" : "bad_row";
}
