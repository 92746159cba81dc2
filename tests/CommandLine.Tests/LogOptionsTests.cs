using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine.Tests;

/// <summary>The options that every command of every program has.</summary>
public partial class LogOptionsTests
{
    [Theory]
    [InlineData("work", "a note, 87.50%|warning: a warning|a result|")]
    [InlineData("work --verbose", "a detail|a note, 87.50%|warning: a warning|a result|")]
    [InlineData("--verbose work", "a detail|a note, 87.50%|warning: a warning|a result|")]
    [InlineData("work --quiet", "a result|")]
    public async Task Run_Level_ChoosesTheMessages(string arguments, string expected)
    {
        var (exitCode, error) = await Run(arguments);

        Assert.Equal((ExitCode.Done, expected), (exitCode, error.ReplaceLineEndings("|")));
    }

    [Fact]
    public async Task Run_AsJson_WritesTheValuesOfEachMessage()
    {
        var (_, error) = await Run("work --log-format json");

        var lines = Lines(error);
        Assert.Equal(["info note", "warning caution", "info result"], lines.Select(line => $"{line.GetProperty("level")} {line.GetProperty("event")}"));
        Assert.Equal(["time", "level", "event", "message", "share"], lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(("a note, 87.50%", 0.875), (lines[0].GetProperty("message").GetString(), lines[0].GetProperty("share").GetDouble()));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z$", lines[0].GetProperty("time").GetString());
    }

    [Theory]
    [InlineData("work --log-format json --frobnicate", "unknown option \"--frobnicate\"")]
    [InlineData("work --log-format json --fail", "found nothing, expected something")]
    public async Task Run_ErrorAsJson_IsAnObjectToo(string arguments, string expected)
    {
        var (exitCode, error) = await Run(arguments);

        Assert.Equal(ExitCode.BadInput, exitCode);
        Assert.Equal(("error", expected), (Lines(error)[^(arguments.Contains("frob", StringComparison.Ordinal) ? 2 : 1)].GetProperty("event").GetString(), Lines(error).Single(line => line.GetProperty("level").GetString() == "error").GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("work --quiet --verbose", "--quiet: cannot be combined with --verbose")]
    [InlineData("work --log-format xml", "--log-format: found \"xml\", expected json or text")]
    public async Task Run_OptionsThatCannotBeUsed_AreOneLine(string arguments, string expected)
    {
        var (exitCode, error) = await Run(arguments);

        Assert.Equal((ExitCode.BadInput, $"error: {expected}"), (exitCode, error.Split(Environment.NewLine)[0]));
    }

    [Fact]
    public async Task Run_StoppedWork_SaysHowToResumeEvenWhenQuiet()
    {
        var (exitCode, error) = await Run("work --quiet --stop");

        Assert.Equal((ExitCode.Cancelled, $"stopped; rerun it{Environment.NewLine}"), (exitCode, error));
    }

    static List<JsonElement> Lines(string error) => [.. error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    static async Task<(int ExitCode, string Error)> Run(string arguments)
    {
        var fail = new Option<bool>("--fail");
        var stop = new Option<bool>("--stop");
        var work = new Command("work") { fail, stop };
        work.SetAction((parsed, _) =>
        {
            if (parsed.GetValue(fail))
            {
                throw new InvalidDataException("found nothing, expected something");
            }

            if (parsed.GetValue(stop))
            {
                throw new StoppedException("stopped; rerun it", new OperationCanceledException());
            }

            var error = StandardError.Of(parsed);
            var logger = error.Logger<LogOptionsTests>();
            Detail(logger);
            Note(logger, new Percentage(0.875));
            Caution(logger);
            error.WriteResult("a result");
            return Task.CompletedTask;
        });
        var result = await InProcess.Run((output, error) => CommandRunner.RunAsync(new RootCommand("A program.") { work }, arguments.Split(' '), output, error));
        return (result.ExitCode, result.Error);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "a detail")]
    private static partial void Detail(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "a note, {Share:F2}%")]
    private static partial void Note(ILogger logger, Percentage share);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a warning")]
    private static partial void Caution(ILogger logger);
}
