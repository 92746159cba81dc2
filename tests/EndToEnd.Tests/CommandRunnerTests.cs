using System.CommandLine;
using RnnToolkit.CommandLine;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>What the three programs have in common when they cannot do what they are told.</summary>
public class CommandRunnerTests
{
    [Theory]
    [InlineData("exporter", "frobnicate", "unexpected argument \"frobnicate\"", "exporter")]
    [InlineData("scorer", "frobnicate", "unknown command \"frobnicate\", expected score or verify", "scorer")]
    [InlineData("scorer", "", "no command, expected score or verify", "scorer")]
    [InlineData("scorer", "score --bundel models/gru1 --input a.csv", "unknown option \"--bundel\"", "scorer score")]
    [InlineData("scorer", "score --bundle a", "--input is missing", "scorer score")]
    [InlineData("scorer", "verify --bundle a --provider gpu", "--provider: found \"gpu\", expected cpu, cuda or managed", "scorer verify")]
    [InlineData("exporter", "--to tflite", "--to: found \"tflite\", expected onnx", "exporter")]
    [InlineData("scorer", "score --bundle a --input a.csv --threads two", "--threads: found \"two\", expected a whole number", "scorer score")]
    public async Task Program_CommandLineThatIsWrong_SaysSoInOneLineAndExitsWithOne(string program, string arguments, string problem, string command)
    {
        var args = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var (exitCode, output, error) = await ProgramRunner.Run(program, AppContext.BaseDirectory, args);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal([$"error: {problem}", $"Try: {command} --help"], error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("frobnicate", "unknown command \"frobnicate\", expected run, ", "trainer")]
    [InlineData("data frobnicate", "unknown command \"frobnicate\", expected check", "trainer data")]
    public async Task Trainer_UnknownCommand_NamesThoseThatThereAre(string arguments, string problem, string command)
    {
        var (exitCode, output, error) = await ProgramRunner.Run("trainer", AppContext.BaseDirectory, arguments.Split(' '));

        Assert.Equal((1, ""), (exitCode, output));
        var lines = error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"error: {problem}", lines[0], StringComparison.Ordinal);
        Assert.Equal([$"Try: {command} --help"], lines[1..]);
    }

    // A tool that was packed over one machine's libtorch may come to another.
    public static TheoryData<string> WaysToMissANativeLibrary => [.. s_missingLibraries.Keys];

    static readonly Dictionary<string, Exception> s_missingLibraries = new()
    {
        [".NET's loader"] = new DllNotFoundException(LoaderMessage),
        [".NET's loader in a static constructor"] = new TypeInitializationException("TorchSharp.torch", new DllNotFoundException(LoaderMessage)),
        ["TorchSharp's loader"] = new NotSupportedException(LoaderMessage) { Source = "TorchSharp" },
        ["TorchSharp's loader in a static constructor"] = new TypeInitializationException("TorchSharp.torch", new NotSupportedException(LoaderMessage)),
        ["TorchSharp's loader in a static constructor of ours"] = new TypeInitializationException(
            "RnnToolkit.Trainer.Program", new TypeInitializationException("TorchSharp.torch+random", new NotSupportedException(LoaderMessage))),
    };

    const string LoaderMessage = "libtorch-cpu is not there.\n\nTrace:\n  /lib/a: no\n  /lib/b: no";

    [Theory]
    [MemberData(nameof(WaysToMissANativeLibrary))]
    public async Task Run_NativeLibraryThatIsMissing_IsOneLine(string way)
    {
        var command = new RootCommand("A command.");
        command.SetAction(int (_) => throw s_missingLibraries[way]);
        using var error = new StringWriter();

        var exitCode = await CommandRunner.RunAsync(command, [], TextWriter.Null, error);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Equal($"error: a native library does not load on this machine: libtorch-cpu is not there.{Environment.NewLine}", error.ToString());
    }

    [Fact]
    public async Task Run_OtherThingThatIsNotSupported_IsABugAndCrashes()
    {
        var command = new RootCommand("A command.");
        command.SetAction(int (_) => throw new TypeInitializationException("RnnToolkit.Trainer.Program", new NotSupportedException("no such stream")));

        await Assert.ThrowsAsync<TypeInitializationException>(() => CommandRunner.RunAsync(command, [], TextWriter.Null, TextWriter.Null));
    }

    // TorchSharp prints a page to standard output before it throws.
    [Fact]
    public async Task Run_LibraryThatPrints_StaysOutOfTheResults()
    {
        var command = new RootCommand("A command.");
        command.SetAction(parsed =>
        {
            Console.WriteLine("a library's own words");
            parsed.InvocationConfiguration.Output.WriteLine("a result");
        });
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            await CommandRunner.RunAsync(command, []);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal($"a result{Environment.NewLine}", output.ToString());
    }
}
