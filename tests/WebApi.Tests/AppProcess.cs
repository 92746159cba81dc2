using System.Diagnostics;
using System.Text;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The app as a process of its own. Every wait has a limit, and disposing kills it.</summary>
sealed class AppProcess : IDisposable
{
    /// <summary>Where temporary files are.</summary>
    public const string TemporaryFolder = "temporary";

    const string Listening = "Now listening on: ";

    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly StringBuilder _error = new();
    readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    AppProcess(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts the app.</summary>
    /// <param name="directory">The current directory; temporary files are in its <see cref="TemporaryFolder"/>.</param>
    /// <param name="args">Arguments of the app.</param>
    /// <param name="wrapper">A program and arguments that start the command after them; null starts the app itself.</param>
    /// <param name="models">The variable RNNTOOLKIT_MODELS.</param>
    public static AppProcess Start(string directory, string[] args, string[]? wrapper = null, string? models = null)
    {
        string[] command = [.. wrapper ?? [], "dotnet", Path.Combine(AppContext.BaseDirectory, "RnnToolkit.WebApi.dll"), .. args];
        var temporary = Directory.CreateDirectory(Path.Combine(directory, TemporaryFolder)).FullName;
        return new AppProcess(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = directory,
            Environment = { ["TMPDIR"] = temporary, ["TMP"] = temporary, ["RNNTOOLKIT_MODELS"] = models },
        });
    }

    /// <summary>A client for the running app.</summary>
    public async Task<HttpClient> Connect() => new() { BaseAddress = await _address.Task.WaitAsync(s_limit), Timeout = s_limit };

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Error)> Exit()
    {
        using var limit = new CancellationTokenSource(s_limit);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, _error.ToString());
    }

    /// <summary>Kills it as kill -9 does.</summary>
    public Task Kill()
    {
        _process.Kill();
        return Exit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    void Read(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The app ended before it listened: {_error}"));
            return;
        }

        _error.Append(line).Append('\n');
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var index)
        {
            _address.TrySetResult(new Uri(line[(index + Listening.Length)..]));
        }
    }
}
