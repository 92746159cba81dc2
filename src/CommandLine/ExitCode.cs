namespace RnnToolkit.CommandLine;

/// <summary>What the programs tell the shell.</summary>
public static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The input or the options are wrong, or the machine could not take the output.</summary>
    public const int BadInput = 1;

    /// <summary>A checkpoint or a bundle is not what it must be.</summary>
    public const int BadArtifact = 2;

    /// <summary>Ctrl+C, or a request to terminate.</summary>
    public const int Cancelled = 130;
}
