using RnnToolkit.Tooling.Commands;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling;

/// <summary>The command line of build.cs.</summary>
public static class Cli
{
    const string OptionsHelp = """
        Every command but clean and help first installs and builds what is missing on this machine.

        options
          --providers <mode>           where TorchSharp and ONNX Runtime come from (or set RNNTOOLKIT_PROVIDERS):
                                         auto      the package sources if they have them, otherwise built on this machine (default)
                                         packages  the package sources
                                         local     built on this machine
                                       or one mode for each: torchsharp=packages,onnxruntime=local
          --accelerator cpu|cuda       which variant of the two (or set RNNTOOLKIT_ACCELERATOR); default cpu
          --refresh                    look on the package sources again instead of using the remembered answer
          --busy <n>                   soak: number of busy loops, 0 to 64; default 3
        """;

    /// <summary>Runs the command that the arguments name, or lists <paramref name="commands"/>.</summary>
    public static int Run(string[] args, IReadOnlyList<BuildCommand> commands)
    {
        Interrupt.Listen();
        try
        {
            var options = Options.Parse(args, Environment.GetEnvironmentVariable);
            if (options.Command == "help")
            {
                Console.WriteLine(Usage(commands));
                return 0;
            }
            var command = commands.FirstOrDefault(command => command.Name == options.Command)
                ?? throw new BuildException($"unknown command '{options.Command}'; 'dotnet run build.cs help' lists them");
            return command.Run(options);
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled");
            return 130;
        }
    }

    static string Usage(IEnumerable<BuildCommand> commands)
    {
        var lines = commands.Select(command => $"  {command.Name,-8} {command.Help}");
        return $"usage: dotnet run build.cs <command> [options]\n\ncommands\n{string.Join('\n', lines)}\n  {"help",-8} show this text\n\n{OptionsHelp}";
    }
}
