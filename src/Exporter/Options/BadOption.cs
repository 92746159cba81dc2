using Microsoft.Extensions.Options;

namespace RnnToolkit.Exporter.Options;

/// <summary>Options that cannot be used: one clear line and exit code 1.</summary>
static class BadOption
{
    /// <summary>The exception for one problem.</summary>
    /// <param name="problem">Which option, what was found, what was expected.</param>
    public static OptionsValidationException Because(string problem) => new("exporter", typeof(BadOption), [problem]);
}
