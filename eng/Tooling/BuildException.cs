namespace RnnToolkit.Tooling;

/// <summary>Stops the build; the message is the one line that the user reads.</summary>
internal sealed class BuildException(string message) : Exception(message);
