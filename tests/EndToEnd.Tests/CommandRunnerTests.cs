using System.CommandLine;
using RnnToolkit.CommandLine;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>What the three programs have in common when they cannot do what they are told.</summary>
public class CommandRunnerTests
{
    [Theory]
    [InlineData("trainer", "frobnicate", "unknown command \"frobnicate\", expected run or data", "trainer")]
    [InlineData("trainer", "data frobnicate", "unknown command \"frobnicate\", expected tokens", "trainer data")]
    [InlineData("exporter", "frobnicate", "unexpected argument \"frobnicate\"", "exporter")]
    [InlineData("scorer", "frobnicate", "unknown command \"frobnicate\", expected score or verify", "scorer")]
    [InlineData("scorer", "", "no command, expected score or verify", "scorer")]
    [InlineData("scorer", "score --bundel models/gru1 --input a.csv", "unknown option \"--bundel\"", "scorer score")]
    [InlineData("scorer", "score --bundle a", "--input is missing", "scorer score")]
    [InlineData("scorer", "verify --bundle a --provider gpu", "--provider: found \"gpu\", expected cpu or cuda", "scorer verify")]
    [InlineData("exporter", "--to tflite", "--to: found \"tflite\", expected onnx", "exporter")]
    [InlineData("scorer", "score --bundle a --input a.csv --threads two", "--threads: found \"two\", expected a whole number", "scorer score")]
    public async Task Program_CommandLineThatIsWrong_SaysSoInOneLineAndExitsWithOne(string program, string arguments, string problem, string command)
    {
        var args = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var (exitCode, output, error) = await ProgramRunner.Run(program, AppContext.BaseDirectory, args);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal([$"error: {problem}", $"Try: {command} --help"], error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    // A tool that was packed over one machine's libtorch may come to another.
    [Fact]
    public async Task Run_NativeLibraryThatIsMissing_IsOneLine()
    {
        var command = new RootCommand("A command.");
        command.SetAction(int (_) =>
            throw new TypeInitializationException("TorchSharp.torch", new DllNotFoundException("Unable to load 'TorchSharpShim'.\n/lib/a: no\n/lib/b: no")));
        using var error = new StringWriter();

        var exitCode = await CommandRunner.RunAsync(command, [], TextWriter.Null, error);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Equal($"error: a native library does not load on this machine: Unable to load 'TorchSharpShim'.{Environment.NewLine}", error.ToString());
    }
}
