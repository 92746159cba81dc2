using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace RnnToolkit.CommandLine;

/// <summary>The programs' logging: one line per message, without decoration, on standard error.</summary>
public static class PlainLogging
{
    /// <summary>Logs to standard error, from <see cref="LogLevel.Information"/> on.</summary>
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddConsole(options =>
        {
            options.FormatterName = PlainFormatter.FormatterName;
            options.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton<ConsoleFormatter, PlainFormatter>();
        return logging;
    }

    sealed class PlainFormatter() : ConsoleFormatter(FormatterName)
    {
        public const string FormatterName = "plain";

        public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            var prefix = logEntry.LogLevel switch
            {
                LogLevel.Warning => "warning: ",
                LogLevel.Error or LogLevel.Critical => "error: ",
                _ => "",
            };
            textWriter.WriteLine(prefix + logEntry.Formatter(logEntry.State, logEntry.Exception));
        }
    }
}
