using RnnToolkit.Tooling.Commands;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling;

/// <summary>The command line of build.cs.</summary>
public static class Cli
{
    const string OptionsHelp = """
        options
          --providers auto|packages|local   where ONNX Runtime and TorchSharp come from (or RNNTOOLKIT_PROVIDERS):
                           auto      the package sources if they have them, else they are made here (the default)
                           packages  the package sources, whatever happens
                           local     made here, whatever the package sources have
          --accelerator cpu|cuda            their flavour (or RNNTOOLKIT_ACCELERATOR)
          --refresh                         ask the package sources again; their answer is remembered
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
        return $"usage: dotnet run build.cs <command> [options]\n\n{string.Join('\n', lines)}\n  {"help",-8} this text\n\n{OptionsHelp}";
    }
}
