using System.Diagnostics;

namespace RnnToolkit.Tooling.Processes;

/// <summary>What a program that has ended wrote, and the file that it is kept in.</summary>
internal sealed record ChildResult(int ExitCode, string[] Output, string LogFile);

/// <summary>Runs other programs.</summary>
internal static class Child
{
    const int TailLines = 40;

    // The terminal hands Ctrl+C to a program that shares it; this is what the trainer has to save a checkpoint.
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    // Grandchildren that outlive a program (a compiler server) may hold its output open.
    static readonly TimeSpan s_outputDelay = TimeSpan.FromSeconds(2);

    /// <summary>Runs with the output in artifacts/logs; a failure shows the end of it and stops the build.</summary>
    public static ChildResult RunLogged(string logName, string program, IEnumerable<string> arguments, string? folder = null)
    {
        var result = TryRunLogged(logName, program, arguments, folder);
        if (result.ExitCode != 0)
        {
            foreach (var line in result.Output.TakeLast(TailLines))
            {
                Console.Error.WriteLine($"  | {line}");
            }
            var command = string.Join(' ', arguments.Take(2).Select(each => Path.IsPathRooted(each) ? Repository.Relative(each) : each));
            throw new BuildException($"'{program} {command}' failed with exit code {result.ExitCode}; "
                + $"its full output is in {Repository.Relative(result.LogFile)}");
        }
        return result;
    }

    /// <summary>Runs with the output in artifacts/logs, whatever the exit code; kills the program and its children at the limit.</summary>
    public static ChildResult TryRunLogged(
        string logName, string program, IEnumerable<string> arguments, string? folder = null,
        IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null)
    {
        var start = StartInfo(program, arguments, folder, environment);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        var lines = new List<string>();
        using var ended = new CountdownEvent(2);
        void Collect(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is null)
            {
                ended.Signal();
                return;
            }
            lock (lines)
            {
                lines.Add(e.Data);
            }
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var isTooLate = !Await(process, grace: TimeSpan.Zero, limit);
        ended.Wait(s_outputDelay);
        process.CancelOutputRead();
        process.CancelErrorRead();

        string[] output;
        lock (lines)
        {
            output = isTooLate ? [.. lines, $"killed after its limit of {limit}"] : [.. lines];
        }
        var log = Repository.PathTo("artifacts", "logs", $"{logName}.log");
        Files.WriteAtomically(log, string.Join('\n', output) + "\n");
        return new(process.ExitCode, output, log);
    }

    /// <summary>Runs on this terminal, so that the program shows its progress as it does for a person.</summary>
    public static int RunShown(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(StartInfo(program, arguments, folder: null, environment))!;
        Await(process, s_grace, limit: null);
        return process.ExitCode;
    }

    /// <summary>The full path of a program on the PATH; on Windows also of a script, like npm.cmd.</summary>
    public static string? Find(string program)
    {
        string[] extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => extensions.Select(extension => Path.Combine(folder, program + extension)))
            .FirstOrDefault(File.Exists);
    }

    static ProcessStartInfo StartInfo(
        string program, IEnumerable<string> arguments, string? folder, IReadOnlyDictionary<string, string>? environment)
    {
        Interrupt.Token.ThrowIfCancellationRequested();
        var path = Path.IsPathRooted(program) ? program : Find(program);
        var start = new ProcessStartInfo(path ?? throw new BuildException($"'{program}' is not on the PATH"), arguments)
        {
            WorkingDirectory = folder ?? Repository.PathTo(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        return start;
    }

    /// <returns>Whether it ended by itself, within the limit.</returns>
    static bool Await(Process process, TimeSpan grace, TimeSpan? limit)
    {
        void Stop()
        {
            if (!process.WaitForExit(grace))
            {
                process.Kill(entireProcessTree: true);
            }
        }

        var isInTime = true;
        using (Interrupt.Token.Register(Stop))
        {
            // An infinite wait would also wait for the output to close, which a compiler server may never do.
            while (isInTime && !process.WaitForExit(limit ?? TimeSpan.FromMilliseconds(int.MaxValue)))
            {
                isInTime = limit is null;
            }
            if (!isInTime)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(s_grace);
            }
        }
        Interrupt.Token.ThrowIfCancellationRequested();
        return isInTime;
    }
}
