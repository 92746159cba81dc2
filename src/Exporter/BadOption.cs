using Microsoft.Extensions.Options;
using RnnToolkit.Exporter.Commands;

namespace RnnToolkit.Exporter;

/// <summary>Options that cannot be used: one clear line and exit code 1.</summary>
static class BadOption
{
    /// <summary>The exception for one problem.</summary>
    /// <param name="problem">Which option, what was found, what was expected.</param>
    public static OptionsValidationException Because(string problem) => new(nameof(ExportCommand), typeof(ExportCommand), [problem]);
}
