namespace RnnToolkit.CommandLine;

/// <summary>Exit codes of the programs.</summary>
public static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The input or the options are wrong, or the output cannot be written.</summary>
    public const int BadInput = 1;

    /// <summary>A checkpoint or a bundle is invalid.</summary>
    public const int BadArtifact = 2;

    /// <summary>Ctrl+C, or a request to terminate.</summary>
    public const int Cancelled = 130;
}
