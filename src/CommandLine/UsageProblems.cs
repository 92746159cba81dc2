using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace RnnToolkit.CommandLine;

/// <summary>Says what is wrong with a command line, a line for each thing to put right.</summary>
static class UsageProblems
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var needsCommand = command.Subcommands.Count > 0 && command.Action is null;

        // The other errors are mostly consequences of the unknown word.
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return
            [
                unknown.StartsWith('-') ? $"unknown option \"{unknown}\""
                : needsCommand ? $"unknown command \"{unknown}\", expected {Names(command)}"
                : $"unexpected argument \"{unknown}\"",
            ];
        }

        return needsCommand ? [$"no command, expected {Names(command)}"] : parsed.Errors.Select(error => Line(parsed, error));
    }

    /// <summary>The command as its user calls it: "scorer score".</summary>
    public static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = command.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names);
    }

    static string Names(Command command) => OneOf([.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)]);

    /// <summary>"a", "a or b", "a, b or c".</summary>
    static string OneOf(List<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    static string Line(ParseResult parsed, ParseError error)
    {
        // The parser would name .NET's type, or list the values over several lines.
        if (error.SymbolResult is OptionResult { Tokens: [var token] } result && Expected(result.Option) is { } expected)
        {
            return $"{result.Option.Name}: found \"{token.Value}\", expected {expected}";
        }

        return parsed.CommandResult.Command.Options.FirstOrDefault(option => IsMissing(parsed, option, error)) is { } missing
            ? $"{missing.Name} is missing"
            : string.Join(' ', error.Message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }

    static bool IsMissing(ParseResult parsed, Option option, ParseError error) =>
        option.Required && parsed.GetResult(option) is null or { Implicit: true } && error.Message.Contains($"'{option.Name}'", StringComparison.Ordinal);

    static string? Expected(Option option) => Type.GetTypeCode(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
    {
        _ when option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label.ToLowerInvariant()).ToList() is { Count: > 0 } choices =>
            OneOf(choices),
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => null,
    };
}
