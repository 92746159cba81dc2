using System.Diagnostics;
using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>What happens when a person presses Ctrl+C. Only a process of its own receives signals, and only under Unix can a test send them.</summary>
public sealed class CtrlCTests : IDisposable
{
    const int Cancelled = 130;

    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Trainer_CtrlCOnce_SavesAndSaysHowToResume()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] train =
        [
            "run", "--data", Path.Combine(RepositoryFolder.Path, "data", "sample"), "--preset", "sample", "--models", "gru1", "--epochs", "1000", "--output", _temp["run"],
        ];
        var (exitCode, lines) = await StopAsync(train, "epoch 1/1000");
        var resumed = await StopAsync([.. train, "--resume"], "resumes after");

        Assert.Equal((Cancelled, Cancelled), (exitCode, resumed.ExitCode));
        Assert.Contains("warning: Stopping; press Ctrl+C again to stop at once, without saving", lines);
        Assert.Equal($"stopped; the training is saved in {_temp["run"]}; to resume it, run the same command with --output {_temp["run"]} --resume", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl)); // standard error is not a terminal here
    }

    // The program waits for a line of standard input, which cannot be cancelled.
    [Fact]
    public async Task Trainer_CtrlCTwice_StopsAtOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var trainer = Start(["data", "tokens"]);
        try
        {
            // So much that the answer leaves the buffer: the program has started.
            await trainer.StandardInput.WriteLineAsync($$"""{"text": "{{string.Join(' ', Enumerable.Repeat("film", 50_000))}}"}""");
            await trainer.StandardInput.FlushAsync();
            await trainer.StandardOutput.ReadAsync(new char[1]).AsTask().WaitAsync(Wait.Limit);
            var rest = trainer.StandardOutput.ReadToEndAsync(); // while a pipe of the program is full, it can write nowhere else

            await PressCtrlC(trainer);
            var told = await trainer.StandardError.ReadLineAsync().WaitAsync(Wait.Limit);
            await Task.Delay(TimeSpan.FromSeconds(0.5)); // sooner it would count as the same press
            await PressCtrlC(trainer);
            await Task.WhenAll(trainer.WaitForExitAsync(), rest).WaitAsync(Wait.Limit);

            Assert.Equal("warning: Stopping; press Ctrl+C again to stop at once, without saving", told);
            Assert.Equal(Cancelled, trainer.ExitCode);
        }
        finally
        {
            trainer.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs the trainer, presses Ctrl+C after a line of standard error, and waits for the end.</summary>
    static async Task<(int ExitCode, List<string> Lines)> StopAsync(string[] args, string after)
    {
        using var trainer = Start(args);
        try
        {
            var lines = await ReadAsync(trainer, after).WaitAsync(Wait.Limit);
            await trainer.WaitForExitAsync().WaitAsync(Wait.Limit);
            return (trainer.ExitCode, lines);
        }
        finally
        {
            trainer.Kill(entireProcessTree: true);
        }
    }

    static async Task<List<string>> ReadAsync(Process trainer, string after)
    {
        var lines = new List<string>();
        while (await trainer.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(after, StringComparison.Ordinal) && lines.Count(found => found.Contains(after, StringComparison.Ordinal)) == 1)
            {
                await PressCtrlC(trainer);
            }
        }

        return lines;
    }

    // Tests that a script runs in the background ignore SIGINT, and so would the process that they start.
    static Process Start(string[] args)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "trainer.dll"), .. args];
        return Process.Start(new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : command[0], OperatingSystem.IsLinux() ? ["--default-signal=INT", .. command] : command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    static async Task PressCtrlC(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Wait.Limit);
    }
}
