namespace RnnToolkit.DataCheck;

/// <summary>Counts in words.</summary>
static class Share
{
    /// <summary>"123 of 25,000 texts (0.5%)".</summary>
    public static string Of(long part, long all, string unit) => Invariant($"{part:N0} of {all:N0} {unit} ({Percent(part, all)})");

    /// <summary>"0.5%"; "under 0.1%" for what would look like none.</summary>
    public static string Percent(long part, long all)
    {
        var percent = all == 0 ? 0 : 100.0 * part / all;
        return percent is > 0 and < 0.05 ? "under 0.1%" : Invariant($"{percent:F1}%");
    }

    /// <summary>"1 text", "2 texts".</summary>
    public static string Count(long count, string singular, string? plural = null) => Invariant($"{count:N0} {(count == 1 ? singular : plural ?? singular + "s")}");

    /// <summary>A warning where much is affected, otherwise a note.</summary>
    public static Severity WarningFrom(double share, long part, long all) => part > 0 && part >= share * all ? Severity.Warning : Severity.Note;
}
