using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RnnToolkit.CommandLine;

namespace RnnToolkit.Trainer.Sweeps;

/// <summary>The workers of a sweep on this machine: processes of this program, since the random numbers of libtorch belong to a process.</summary>
/// <param name="logger">Receives a line for each worker that fails.</param>
/// <param name="error">Receives the lines of the workers, with their numbers.</param>
sealed class SweepProcesses(ILogger logger, StandardError error)
{
    // A worker saves its trial when it is asked to stop.
    static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(8);

    /// <summary>Runs workers until all have ended.</summary>
    /// <param name="arguments">Their command line.</param>
    /// <param name="workers">How many.</param>
    /// <param name="cancellationToken">Asks them to stop.</param>
    /// <returns>The exit code of the first one that failed; 0 when none did.</returns>
    public int Run(IReadOnlyList<string> arguments, int workers, CancellationToken cancellationToken)
    {
        var processes = new List<Process>();
        try
        {
            for (var worker = 1; worker <= workers; worker++)
            {
                processes.Add(Start(arguments, worker));
            }

            Task.WhenAll(processes.Select(process => process.WaitForExitAsync(cancellationToken))).GetAwaiter().GetResult();
            foreach (var (index, process) in processes.Index().Where(entry => entry.Item.ExitCode != 0))
            {
                Log.WorkerEnded(logger, index + 1, process.ExitCode);
            }

            return processes.Select(process => process.ExitCode).FirstOrDefault(code => code != 0);
        }
        finally
        {
            // The end of its input tells a worker to stop, and so does the death of this process.
            processes.ForEach(process => process.StandardInput.Close());
            processes.ForEach(process => process.WaitForExit(s_stopTime));
            processes.ForEach(process => process.Dispose());
        }
    }

    Process Start(IReadOnlyList<string> arguments, int worker)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The program has no path.");
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [typeof(SweepProcesses).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { }; // this process writes the table
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                error.WriteOf(worker, text);
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}
