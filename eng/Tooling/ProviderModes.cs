namespace RnnToolkit.Tooling;

/// <summary>Where a package comes from.</summary>
public enum ProviderMode
{
    /// <summary>From the package sources if they have it; otherwise it is made on this machine.</summary>
    Auto,

    /// <summary>From the package sources.</summary>
    Packages,

    /// <summary>Made on this machine.</summary>
    Local,
}

/// <summary>Where each of the two packages comes from that a package source may lack.</summary>
public sealed record ProviderModes(ProviderMode TorchSharp, ProviderMode OnnxRuntime)
{
    const string Expected = "expected auto, packages or local, or torchsharp=<one of these> and onnxruntime=<one of these> with a comma between them";

    /// <summary>Reads <c>local</c>, or <c>torchsharp=packages,onnxruntime=local</c>; a package that is not named is <see cref="ProviderMode.Auto"/>.</summary>
    public static ProviderModes Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new(ProviderMode.Auto, ProviderMode.Auto);
        }

        if (!text.Contains('='))
        {
            var both = Mode(text, text);
            return new(both, both);
        }

        ProviderMode? torchSharp = null;
        ProviderMode? onnxRuntime = null;
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            switch (item.Split('='))
            {
                case ["torchsharp", var mode] when torchSharp is null:
                    torchSharp = Mode(mode, text);
                    break;
                case ["onnxruntime", var mode] when onnxRuntime is null:
                    onnxRuntime = Mode(mode, text);
                    break;
                default:
                    throw Invalid(text);
            }
        }

        return new(torchSharp ?? ProviderMode.Auto, onnxRuntime ?? ProviderMode.Auto);
    }

    static ProviderMode Mode(string mode, string text) => mode switch
    {
        "auto" => ProviderMode.Auto,
        "packages" => ProviderMode.Packages,
        "local" => ProviderMode.Local,
        _ => throw Invalid(text),
    };

    static BuildException Invalid(string text) => new($"--providers (RNNTOOLKIT_PROVIDERS): found '{text}', {Expected}");
}
