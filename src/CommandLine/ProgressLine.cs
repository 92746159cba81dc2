namespace RnnToolkit.CommandLine;

/// <summary>What a line of progress on a terminal can show, of which it shows as much as fits.</summary>
sealed class ProgressLine
{
    const int NarrowestBar = 8;
    const int WidestBar = 40;

    string _work = "";
    double? _share;
    string? _time;
    string? _loss;
    string? _accuracy;
    string? _count;
    string? _speed;

    /// <summary>The line at this moment.</summary>
    public static ProgressLine Of(ProgressStatus status, long done, ProgressFigures? figures)
    {
        var share = status.Share is { } found ? Math.Clamp(found, 0, 1) : (double?)null;
        return new()
        {
            _work = status.Work,
            _share = share,
            _time = share is null ? Clock(status.Elapsed) : status.Left is { } left ? Clock(left) : null,
            _loss = figures is { } now ? Invariant($"loss {now.Loss:F4}") : null,
            _accuracy = figures is { } also ? Invariant($"acc. {100 * also.Accuracy:F1}%") : null,
            _count = share is null && done > 0 ? Invariant($"{done:N0} {status.Unit}") : null,
            _speed = done > 0 ? Invariant($"{status.Speed(done):N0} {status.Unit}/s") : null,
        };
    }

    /// <summary>The line for a width: less important parts are left out first, then the bar, and at last the name of the work is cut.</summary>
    public (string Before, int BarDone, int BarWidth, string After) Fit(int width)
    {
        var percent = _share is { } share ? Invariant($"{(int)(100 * share),3}%") : null;
        var room = width - Part(percent).Length;
        var work = _work.Length > room ? _work[..Math.Max(0, room)] : _work;
        room -= work.Length;

        // In the order of their importance, and below in that of the line.
        var shown = new HashSet<string>();
        foreach (var part in new[] { _count, _time, _loss, _accuracy, _speed }.OfType<string>().TakeWhile(part => Part(part).Length <= room))
        {
            shown.Add(part);
            room -= Part(part).Length;
        }

        var bar = _share is null || room < NarrowestBar + 2 ? 0 : Math.Min(WidestBar, room - 2);
        var after = string.Concat(new[] { percent, _count, _loss, _accuracy, _speed, _time }.Where(part => part is not null && (part == percent || shown.Contains(part))).Select(Part));
        return (bar > 0 ? work + "  " : work, (int)(bar * (_share ?? 0)), bar, after);
    }

    static string Part(string? part) => part is null ? "" : "  " + part;

    static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : Invariant($"{time.Minutes}:{time.Seconds:00}");
}
