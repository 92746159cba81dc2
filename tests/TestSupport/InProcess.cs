namespace RnnToolkit.TestSupport;

/// <summary>Runs a program's command line inside the test, and keeps what it prints.</summary>
public static class InProcess
{
    // Far more than the longest of these runs takes on a busy machine: a test that hangs must fail.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program.</summary>
    /// <param name="program">Gets standard output and standard error, and returns the exit code.</param>
    public static async Task<ProgramResult> Run(Func<TextWriter, TextWriter, Task<int>> program)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await program(output, error).WaitAsync(s_limit);
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }
}
