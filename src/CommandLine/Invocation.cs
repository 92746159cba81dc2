using System.CommandLine;

namespace RnnToolkit.CommandLine;

/// <summary>The run of one command.</summary>
sealed class Invocation : InvocationConfiguration
{
    /// <summary>Where it writes messages.</summary>
    public required StandardError StandardError { get; init; }
}
