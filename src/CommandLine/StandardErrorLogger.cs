using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>The programs' logging: a line per message on standard error.</summary>
public static class StandardErrorLogging
{
    /// <summary>Logs to <paramref name="standardError"/> and nowhere else.</summary>
    public static ILoggingBuilder AddStandardError(this ILoggingBuilder logging, StandardError standardError)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerFactory>(new Factory(standardError));
        return logging;
    }

    sealed class Factory(StandardError standardError) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new StandardErrorLogger<StandardError>(standardError);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}

/// <summary>Writes log messages to standard error. The event's name and the values in the message are the properties of a line in JSON.</summary>
sealed class StandardErrorLogger<T>(StandardError standardError) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => standardError.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        standardError.Write(logLevel, eventId.Name ?? "message", formatter(state, exception), state as IEnumerable<KeyValuePair<string, object?>> ?? []);
}
