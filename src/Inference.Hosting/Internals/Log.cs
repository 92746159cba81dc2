using Microsoft.Extensions.Logging;

namespace RnnToolkit.Inference.Hosting.Internals;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Model} from {Path} on {Provider} ({Reason})")]
    public static partial void Loaded(ILogger logger, string model, string path, ExecutionProvider provider, string reason);

    [LoggerMessage(2, LogLevel.Information, "Replaced {OldModel} with {NewModel} from {Path}")]
    public static partial void Reloaded(ILogger logger, string oldModel, string newModel, string path);

    [LoggerMessage(3, LogLevel.Warning, "Rejected the new bundle in {Path}; still serving {Model}: {Problem}")]
    public static partial void Rejected(ILogger logger, string path, string model, string problem);
}
