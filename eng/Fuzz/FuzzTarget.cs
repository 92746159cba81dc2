namespace RnnToolkit.Fuzz;

/// <summary>One parser, valid files for it, and what it may throw.</summary>
/// <param name="Name">What <c>--target</c> takes; also a folder name.</param>
/// <param name="Seeds">Valid files, made in code.</param>
/// <param name="Mutate">Changes a file in the terms of its own format.</param>
/// <param name="Read">Parses a file. The folder is the target's own and stays from one input to the next.</param>
/// <param name="Allowed">The exceptions by which the parser refuses a file. Everything else is a finding.</param>
sealed record FuzzTarget(
    string Name,
    IReadOnlyList<byte[]> Seeds,
    Func<byte[], Random, byte[]> Mutate,
    Action<byte[], string> Read,
    params Type[] Allowed)
{
    /// <summary>Every target of eng/Fuzz.</summary>
    /// <param name="scratch">A folder for files that targets need.</param>
    public static IReadOnlyList<FuzzTarget> All(string scratch) =>
    [
        Targets.SafetensorsTarget.Create(),
        Targets.PickleTarget.Create(),
        Targets.TorchArchiveTarget.Create(),
        Targets.BundleManifestTarget.Create(scratch),
        .. Targets.CheckpointTargets.Create(scratch),
        Targets.OnnxTarget.Create(scratch),
        Targets.ManagedGraphTarget.Create(scratch),
        .. Targets.RowTargets.Create(),
        Targets.ReviewArchiveTarget.Create(),
        Targets.JournalTarget.Create(scratch),
        .. Targets.PreprocessTargets.Create(),
    ];

    public bool Allows(Exception exception) => Array.Exists(Allowed, type => type.IsInstanceOfType(exception));
}
