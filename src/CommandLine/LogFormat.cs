namespace RnnToolkit.CommandLine;

/// <summary>How messages are written to standard error.</summary>
public enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>A JSON object a line, for programs.</summary>
    Json,
}
