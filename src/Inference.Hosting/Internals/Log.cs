using Microsoft.Extensions.Logging;

namespace RnnToolkit.Inference.Hosting.Internals;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Model} from {Path} on {Provider} ({Reason})")]
    public static partial void Loaded(ILogger logger, string model, string path, ExecutionProvider provider, string reason);

    [LoggerMessage(2, LogLevel.Information, "Replaced {OldModel} by {NewModel} from {Path}")]
    public static partial void Reloaded(ILogger logger, string oldModel, string newModel, string path);

    [LoggerMessage(3, LogLevel.Warning, "Another bundle stands in {Path} and was refused; {Model} goes on: {Problem}")]
    public static partial void Refused(ILogger logger, string path, string model, string problem);
}
