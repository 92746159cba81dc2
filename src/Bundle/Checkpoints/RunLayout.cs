namespace RnnToolkit.Bundle;

/// <summary>Names in the directory of a training run: <c>run.json</c>, and <c>best/</c> and <c>last/</c> in the directory of each model.</summary>
public static class RunLayout
{
    /// <summary>The effective configuration of the run.</summary>
    public const string RunFile = "run.json";

    /// <summary>The checkpoint with the lowest validation loss.</summary>
    public const string BestDirectory = "best";

    /// <summary>The newest checkpoint, with the state of the optimizer.</summary>
    public const string LastDirectory = "last";
}
