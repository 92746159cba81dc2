using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging;

namespace RnnToolkit.CommandLine;

/// <summary>The options of every command of every program that say what is written to standard error.</summary>
static class LogOptions
{
    const string Format = "--log-format";
    const string Quiet = "--quiet";
    const string Verbose = "--verbose";
    const string Text = "text";
    const string Json = "json";

    /// <summary>Adds the options to a program, and so to all its commands.</summary>
    public static void AddTo(RootCommand command)
    {
        var format = new Option<string>(Format)
        {
            Description = "Messages and progress on standard error: text, or json for one JSON object a line.",
            DefaultValueFactory = _ => Text,
            Recursive = true,
        };
        format.AcceptOnlyFromAmong(Text, Json);
        var quiet = new Option<bool>(Quiet) { Description = "Write errors and results only.", Recursive = true };
        var verbose = new Option<bool>(Verbose) { Description = "Write more messages, such as the time of each part of the work.", Recursive = true };
        quiet.Validators.Add(result =>
        {
            if (result is { Implicit: false } && result.GetResult(verbose) is { Implicit: false })
            {
                result.AddError($"{Quiet}: cannot be combined with {Verbose}");
            }
        });
        command.Add(format);
        command.Add(quiet);
        command.Add(verbose);
    }

    /// <summary>Reads the options, also from a command line with mistakes.</summary>
    public static LogSettings Read(ParseResult parsed) => new()
    {
        Format = Find(parsed, Format) is { Tokens: [{ Value: Json }] } ? LogFormat.Json : LogFormat.Text,
        Least = Find(parsed, Quiet) is not null ? LogLevel.Error : Find(parsed, Verbose) is not null ? LogLevel.Debug : LogLevel.Information,
    };

    /// <summary>What was given for an option; null for its default.</summary>
    static OptionResult? Find(ParseResult parsed, string name) =>
        parsed.RootCommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
        && parsed.GetResult(option) is { Implicit: false } result ? result : null;
}
