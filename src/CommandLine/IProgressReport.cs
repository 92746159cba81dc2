namespace RnnToolkit.CommandLine;

/// <summary>Where work reports its progress. Not thread-safe.</summary>
public interface IProgressReport
{
    /// <summary>Whether the next report is shown: figures that cost time need not be computed for another one.</summary>
    bool IsDue { get; }

    /// <summary>Says that what was done before was done by earlier work: speed and time left are counted from here.</summary>
    void Restart();

    /// <summary>Shows the progress, when it is time to.</summary>
    /// <param name="done">Items done since the work was started.</param>
    /// <param name="figures">How good the work is until now; null where that has no meaning.</param>
    void Report(long done, ProgressFigures? figures = null);
}
