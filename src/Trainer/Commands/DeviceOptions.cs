using System.CommandLine;
using TorchSharp;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The options of a command line that say what computes.</summary>
sealed class DeviceOptions
{
    readonly Option<string> _device = new("--device")
    {
        Description = "cpu, cuda, or auto: CUDA if available, else the CPU.",
        DefaultValueFactory = _ => "auto",
    };

    readonly Option<int> _threads = new("--threads") { Description = "Threads that libtorch computes with, 1 to 1024.", DefaultValueFactory = _ => 1 };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_threads);
    }

    /// <summary>The device that the command line names.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Receives a line for each value that cannot be used.</param>
    /// <returns>Null when there is no such device.</returns>
    public torch.Device? Read(ParseResult parsed, List<string> problems)
    {
        var threads = parsed.GetValue(_threads);
        if (threads is < 1 or > 1024)
        {
            problems.Add($"--threads: found {threads}, expected 1 to 1024");
        }

        var name = parsed.GetValue(_device)!;
        switch (name)
        {
            case "cpu":
            case "auto" when !torch.cuda.is_available():
                return torch.CPU;
            case "cuda" when !torch.cuda.is_available():
                problems.Add("--device: found cuda, but libtorch sees no CUDA device here; expected cpu or auto");
                return null;
            case "auto" or "cuda":
                return torch.CUDA;
            default:
                problems.Add($"--device: found \"{name}\", expected cpu, cuda or auto");
                return null;
        }
    }

    /// <summary>Sets the number of threads of this process. Call it after <see cref="Read"/> found no problem.</summary>
    public void SetThreads(ParseResult parsed) => torch.set_num_threads(parsed.GetValue(_threads));
}
