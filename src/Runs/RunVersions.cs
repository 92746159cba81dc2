namespace RnnToolkit.Runs;

/// <summary>What a run was trained with. Another version of any of them may round differently.</summary>
/// <param name="Toolkit">This toolkit.</param>
/// <param name="TorchSharp">The package.</param>
/// <param name="Libtorch">The native library.</param>
/// <param name="Dotnet">The runtime.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">Of the process: <c>x64</c>, <c>arm64</c>.</param>
/// <param name="Processor">The name that the processor gives itself.</param>
/// <param name="Threads">Threads that libtorch computes with.</param>
public sealed record RunVersions(
    string Toolkit, string TorchSharp, string Libtorch, string Dotnet, string Os, string Architecture, string Processor, int Threads)
{
    /// <summary>Name and value of each, for tables and comparisons.</summary>
    public IEnumerable<(string Name, string Value)> All() =>
    [
        ("toolkit", Toolkit), ("torchSharp", TorchSharp), ("libtorch", Libtorch), ("dotnet", Dotnet), ("os", Os), ("architecture", Architecture),
        ("processor", Processor), ("threads", Invariant($"{Threads}")),
    ];
}
