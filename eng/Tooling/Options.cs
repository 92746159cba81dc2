using System.Globalization;

namespace RnnToolkit.Tooling;

/// <summary>A command line of build.cs.</summary>
/// <param name="Command">The command; <c>help</c> where none is given.</param>
/// <param name="Arguments">What follows the command and is no option.</param>
/// <param name="Providers">Where the two packages come from.</param>
/// <param name="Accelerator">Their flavour: cpu or cuda.</param>
/// <param name="Refresh">Whether the package sources are asked again.</param>
/// <param name="BusyLoops">How many threads keep the processor busy during every second run of <c>soak</c>.</param>
public sealed record Options(string Command, string[] Arguments, ProviderModes Providers, string Accelerator, bool Refresh, int BusyLoops)
{
    const int DefaultBusyLoops = 3;
    const int MostBusyLoops = 64;

    /// <summary>Reads the command line; what it does not say comes from variables of the environment.</summary>
    public static Options Parse(string[] args, Func<string, string?> environment)
    {
        var positional = new List<string>();
        var providers = environment("RNNTOOLKIT_PROVIDERS");
        var accelerator = environment("RNNTOOLKIT_ACCELERATOR");
        var refresh = false;
        var busyLoops = DefaultBusyLoops;
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
                case "--busy":
                    busyLoops = WholeNumber("--busy", Value(), 0, MostBusyLoops);
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
            positional.FirstOrDefault("help"), [.. positional.Skip(1)], ProviderModes.Parse(providers), ParseAccelerator(accelerator), refresh, busyLoops);
    }

    /// <summary>Reads a number that is given as an argument or as an option's value.</summary>
    public static int WholeNumber(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw new BuildException($"{name}: found '{text}', expected a whole number from {least} to {most}");

    static string ParseAccelerator(string? text) => text switch
    {
        null or "" => "cpu",
        "cpu" or "cuda" => text,
        _ => throw new BuildException($"--accelerator (RNNTOOLKIT_ACCELERATOR): found '{text}', expected cpu or cuda"),
    };
}
