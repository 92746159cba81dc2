namespace RnnToolkit.Trainer.Configuration;

/// <summary>The presets of configs/, embedded in the program.</summary>
static class Presets
{
    const string Extension = ".json";

    /// <summary>The preset that reproduces the paper.</summary>
    public const string Paper = "paper";

    /// <summary>The preset for texts of any language with any labels.</summary>
    public const string General = "general";

    /// <summary>The preset for the bundled sample.</summary>
    public const string Sample = "sample";

    /// <summary>The names of all presets.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Presets).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The JSON of a preset.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Presets).Assembly.GetManifestResourceStream(name + Extension)
            ?? throw new InvalidOperationException($"There is no preset {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
