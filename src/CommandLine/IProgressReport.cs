namespace RnnToolkit.CommandLine;

/// <summary>Where work reports its progress. Not thread-safe.</summary>
public interface IProgressReport
{
    /// <summary>Shows the progress, when it is time to.</summary>
    /// <param name="done">Items done since the work was started.</param>
    void Report(long done);

    /// <summary>Writes a line to standard error without disturbing the display of the progress.</summary>
    void WriteLine(string line);
}
