using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer.Reporting;

/// <summary>Shows the first bad rows on standard error; the output has them all.</summary>
sealed class FaultLog(Action<string> writeLine, string path)
{
    const int MaxShown = 10;
    int _shown;

    public void Add(RowFault fault)
    {
        if (_shown == MaxShown)
        {
            writeLine("warning: more bad rows follow; the output has their status and byte offset");
        }
        else if (_shown < MaxShown)
        {
            var effect = fault.Kind == RowFaultKind.BadLabel ? "; the row is scored, but not counted in the metrics" : "";
            writeLine($"warning: {fault.ToException(path).Message}{effect}");
        }

        _shown = Math.Min(_shown + 1, MaxShown + 1);
    }
}
