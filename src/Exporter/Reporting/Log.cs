using Microsoft.Extensions.Logging;

namespace RnnToolkit.Exporter.Reporting;

/// <summary>All log messages of the exporter.</summary>
static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Exporting {Models} from {Run}{Choice}")]
    public static partial void ExportStarts(ILogger logger, string models, string run, string choice);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading {Path} ({Kind})")]
    public static partial void ReadingDataset(ILogger logger, string path, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void DataWarning(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Information, Message = "Found {Weights}")]
    public static partial void WeightsFound(ILogger logger, string weights);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The weights do not say, so the exporter assumes: texts are padded on the left, the head reads the final state of each direction of the last layer (h_n){Activation}")]
    public static partial void Assumptions(ILogger logger, string activation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Without --vocabulary there is no bundle, only the graph, which takes token ids")]
    public static partial void GraphAlone(ILogger logger);
}
