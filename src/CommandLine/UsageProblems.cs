using System.CommandLine;
using System.CommandLine.Parsing;

namespace RnnToolkit.CommandLine;

/// <summary>Says what is wrong with a command line, a line for each thing to put right.</summary>
static class UsageProblems
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var needsCommand = command.Subcommands.Count > 0 && command.Action is null;

        // What else the parser finds missing is mostly what was meant by the word that it does not know.
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return
            [
                unknown.StartsWith('-') ? $"unknown option \"{unknown}\""
                : needsCommand ? $"unknown command \"{unknown}\", expected {Names(command)}"
                : $"unexpected argument \"{unknown}\"",
            ];
        }

        return needsCommand ? [$"no command, expected {Names(command)}"] : parsed.Errors.Select(Line);
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

    static string Names(Command command) => string.Join(" or ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));

    static string Line(ParseError error)
    {
        // The parser would name .NET's type.
        if (error.SymbolResult is OptionResult { Tokens: [var token] } result
            && error.Message.Contains("expected type", StringComparison.Ordinal)
            && NumberKind(result.Option.ValueType) is { } kind)
        {
            return $"{result.Option.Name}: found \"{token.Value}\", expected {kind}";
        }

        return string.Join(' ', error.Message.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
    }

    static string? NumberKind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => null,
    };
}
