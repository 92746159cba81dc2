using Microsoft.Extensions.Logging;

namespace RnnToolkit.Scorer;

/// <summary>All log messages of the scorer.</summary>
static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Scoring {Input} with {Model} on {Provider}, {Threads}")]
    public static partial void ScoringStarts(ILogger logger, string input, string model, string provider, string threads);

    [LoggerMessage(Level = LogLevel.Information, Message = "Resuming after row {Row} of {Input}")]
    public static partial void Resuming(ILogger logger, long row, string input);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void BadRow(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rows:N0} rows in {Seconds:F1} s ({RowsPerSecond:N0} rows/s)")]
    public static partial void RowsScored(ILogger logger, long rows, double seconds, double rowsPerSecond);
}
