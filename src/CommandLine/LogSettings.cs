using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>What a user wants to see on standard error.</summary>
public sealed record LogSettings
{
    /// <summary>The form of messages and progress.</summary>
    public LogFormat Format { get; init; }

    /// <summary>The least important messages that are written.</summary>
    public LogLevel Least { get; init; } = LogLevel.Information;

    /// <summary>Whether standard error is a terminal, on which a bar can be redrawn.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether block and line characters can be shown, or ASCII alone.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <summary>Whether progress is reported.</summary>
    public bool ShowsProgress => Least <= LogLevel.Information;
}
