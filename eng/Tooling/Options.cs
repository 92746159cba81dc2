namespace RnnToolkit.Tooling;

/// <summary>Where ONNX Runtime and TorchSharp come from.</summary>
public enum ProviderMode
{
    /// <summary>From the package sources where these have them, else made on this machine.</summary>
    Auto,
    Packages,
    Local,
}

public sealed record Options(string Command, string[] Arguments, ProviderMode Providers, string Accelerator, bool Refresh)
{
    public static Options Parse(string[] args, Func<string, string?> environment)
    {
        var positional = new List<string>();
        var providers = environment("RNNTOOLKIT_PROVIDERS");
        var accelerator = environment("RNNTOOLKIT_ACCELERATOR");
        var refresh = false;
        for (var i = 0; i < args.Length; i++)
        {
            var (name, attached) = args[i].Split('=', 2) is [['-', ..] left, var right] ? (left, right) : (args[i], null);
            string Value() => attached
                ?? (i + 1 < args.Length ? args[++i] : throw new BuildException($"option {name} needs a value"));
            switch (name)
            {
                case "--providers":
                    providers = Value();
                    break;
                case "--accelerator":
                    accelerator = Value();
                    break;
                case "--refresh":
                    refresh = true;
                    break;
                case "-h" or "-?" or "--help":
                    positional = ["help"];
                    break;
                case ['-', ..]:
                    throw new BuildException($"unknown option '{name}'; 'dotnet run build.cs help' lists them");
                default:
                    positional.Add(args[i]);
                    break;
            }
        }
        return new(
            positional.FirstOrDefault("help"), [.. positional.Skip(1)], ParseMode(providers), ParseAccelerator(accelerator), refresh);
    }

    static ProviderMode ParseMode(string? text) => text switch
    {
        null or "" or "auto" => ProviderMode.Auto,
        "packages" => ProviderMode.Packages,
        "local" => ProviderMode.Local,
        _ => throw new BuildException($"--providers (RNNTOOLKIT_PROVIDERS): found '{text}', expected auto, packages or local"),
    };

    static string ParseAccelerator(string? text) => text switch
    {
        null or "" => "cpu",
        "cpu" or "cuda" => text,
        _ => throw new BuildException($"--accelerator (RNNTOOLKIT_ACCELERATOR): found '{text}', expected cpu or cuda"),
    };
}
