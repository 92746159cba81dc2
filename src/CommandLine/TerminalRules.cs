namespace RnnToolkit.CommandLine;

/// <summary>What the environment says about a terminal.</summary>
static class TerminalRules
{
    static readonly string[] s_localeVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Whether a line can be redrawn.</summary>
    /// <param name="isRedirected">Whether the stream is something other than a terminal.</param>
    /// <param name="variable">Looks up environment variables.</param>
    public static bool CanRedraw(bool isRedirected, Func<string, string?> variable) => !isRedirected && !IsDumb(variable);

    /// <summary>Whether other characters than ASCII are shown: not on a dumb terminal, and under Unix only where the locale says UTF-8.</summary>
    public static bool IsUnicode(Func<string, string?> variable)
    {
        if (IsDumb(variable))
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            return true; // the encoding of the console has been asked
        }

        // The first that is set decides, as POSIX has it; without any the locale is C.
        var locale = s_localeVariables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "C";
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }

    static bool IsDumb(Func<string, string?> variable) => variable("TERM") == "dumb";
}
