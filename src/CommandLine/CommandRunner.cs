using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets;

namespace RnnToolkit.CommandLine;

/// <summary>Parses a command line, runs its action and turns every expected failure into one clear line and the right exit code.</summary>
public static class CommandRunner
{
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

        LogOptions.AddTo(command);
        var parsed = command.Parse(args);
        var standardError = StandardError.For(parsed, error);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in UsageProblems.Of(parsed))
            {
                standardError.WriteError(problem);
            }

            standardError.WriteResult($"Try: {UsageProblems.PathOf(parsed)} --help");
            return ExitCode.BadInput;
        }

        using var interruption = new Interruption(standardError, TimeProvider.System, exit: null, cancellationToken);
        var invocation = new Invocation
        {
            EnableDefaultExceptionHandler = false,
            Error = error,
            Output = output,
            ProcessTerminationTimeout = null, // the interruption handles signals
            StandardError = standardError,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, interruption.Token);
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
            {
                standardError.WriteError(failure);
            }

            return ExitCode.BadInput;
        }
        catch (ArtifactFormatException exception)
        {
            standardError.WriteError(exception.Message);
            return ExitCode.BadArtifact;
        }
        catch (Exception exception) when (exception is DatasetException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            standardError.WriteError(exception.Message);
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (NativeLibraryProblem.Of(exception) is { } problem)
        {
            standardError.WriteError(problem);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException exception)
        {
            standardError.WriteResult(exception is StoppedException ? exception.Message : "cancelled");
            return ExitCode.Cancelled;
        }
    }
}
