using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.CommandLine;

/// <summary>Parses a command line, runs its action and turns every expected failure into one clear line and the right exit code.</summary>
public static class CommandRunner
{
    // How long a program may save its progress after Ctrl+C.
    static readonly TimeSpan s_terminationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="command"/> with <paramref name="args"/>.</summary>
    /// <param name="command">The root command.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="output">Results; the console's standard output by default.</param>
    /// <param name="error">Errors; the console's standard error by default.</param>
    /// <param name="cancellationToken">Cancels the action as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCode"/>. A bug is not caught: it crashes with a stack trace.</returns>
    public static async Task<int> RunAsync(
        RootCommand command, string[] args, TextWriter? output = null, TextWriter? error = null, CancellationToken cancellationToken = default)
    {
        error ??= Console.Error;
        if (output is null)
        {
            // Standard output carries only results, not what a library prints by itself, as TorchSharp does when libtorch does not load.
            var console = Console.Out;
            Console.SetOut(TextWriter.Null);
            try
            {
                return await RunAsync(command, args, console, error, cancellationToken);
            }
            finally
            {
                Console.SetOut(console);
            }
        }

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in UsageProblems.Of(parsed))
            {
                await error.WriteLineAsync($"error: {problem}");
            }

            await error.WriteLineAsync($"Try: {UsageProblems.PathOf(parsed)} --help");
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Error = error,
                    Output = output,
                    ProcessTerminationTimeout = s_terminationTimeout,
                },
                cancellationToken);
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
            {
                await error.WriteLineAsync($"error: {failure}");
            }

            return ExitCode.BadInput;
        }
        catch (ArtifactFormatException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return ExitCode.BadArtifact;
        }
        catch (Exception exception) when (exception is DatasetException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (NativeLibraryProblem.Of(exception) is { } problem)
        {
            await error.WriteLineAsync($"error: {problem}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("cancelled");
            return ExitCode.Cancelled;
        }
    }
}
