namespace RnnToolkit.Tooling.Commands;

/// <summary>A command of build.cs.</summary>
/// <param name="Name">What the user writes.</param>
/// <param name="Help">What it does, in a line.</param>
/// <param name="Run">Does it and returns the exit code.</param>
public sealed record BuildCommand(string Name, string Help, Func<Options, int> Run);
