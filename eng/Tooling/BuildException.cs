namespace RnnToolkit.Tooling;

/// <summary>The build cannot go on; the message is the one line that its user reads.</summary>
internal sealed class BuildException(string message) : Exception(message);
