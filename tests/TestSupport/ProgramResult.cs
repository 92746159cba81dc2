namespace RnnToolkit.TestSupport;

/// <summary>Exit code and output of a program.</summary>
/// <param name="ExitCode">What the shell gets.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of <see cref="Error"/> that report a failure.</summary>
    public IReadOnlyList<string> Failures => [.. Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];
}
