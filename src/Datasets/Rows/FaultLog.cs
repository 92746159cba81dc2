namespace RnnToolkit.Datasets.Rows;

/// <summary>Reports the first bad rows of a file, and that there are more.</summary>
/// <param name="write">Receives a line for each.</param>
/// <param name="path">The file.</param>
/// <param name="more">The line that stands for all others.</param>
public sealed class FaultLog(Action<string> write, string path, string more)
{
    const int MaxShown = 10;
    int _shown;

    /// <summary>Reports a row.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="effect">What that means, as the end of the line.</param>
    public void Add(RowFault fault, string effect = "")
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (_shown == MaxShown)
        {
            write(more);
        }
        else if (_shown < MaxShown)
        {
            write(fault.ToException(path).Message + effect);
        }

        _shown = Math.Min(_shown + 1, MaxShown + 1);
    }
}
