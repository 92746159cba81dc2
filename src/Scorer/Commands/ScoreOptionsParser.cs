using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;

namespace RnnToolkit.Scorer.Commands;

/// <summary>Turns a parsed command line into <see cref="ScoreOptions"/>, or reports every problem at once.</summary>
static class ScoreOptionsParser
{
    public const int MaxThreads = 64;

    static readonly (string Name, RowFormat Format)[] s_formats =
        [("csv", RowFormat.Csv), ("tsv", RowFormat.Tsv), ("jsonl", RowFormat.JsonLines), ("lines", RowFormat.Lines)];

    static readonly (string Name, OutputFormat Format)[] s_outputFormats =
        [("csv", OutputFormat.Csv), ("tsv", OutputFormat.Tsv), ("jsonl", OutputFormat.JsonLines)];

    /// <exception cref="OptionsValidationException">Options cannot be used.</exception>
    public static ScoreOptions Parse(ScoreCommand command, ParseResult parsed)
    {
        var problems = new List<string>();
        var input = parsed.GetValue(command.Input)!;
        var output = parsed.GetValue(command.Output)!;
        var table = command.Table.Read(parsed, problems);
        var columns = table with
        {
            LabelColumn = parsed.GetValue(command.NoLabels) ? null : table.LabelColumn,
            IdColumn = parsed.GetValue(command.IdColumn),
            OtherColumns = OtherColumns(parsed.GetValue(command.Columns), problems),
            RequireLabels = false,
        };
        var shard = Optional(command.Shard, parsed, Shard.Parse, Shard.Expected, problems);
        var options = new ScoreOptions
        {
            Bundle = parsed.GetValue(command.Bundle)!,
            Input = input,
            Output = output,
            Target = Target(output, problems),
            Format = Format(input, parsed.GetValue(command.Format), problems),
            OutputFormat = FormatOfOutput(output, parsed.GetValue(command.OutputFormat), problems),
            Header = !parsed.GetValue(command.NoHeader) && shard is not { Index: > 0 },
            Columns = columns,
            NamedColumns = [.. Named(command, parsed, columns)],
            BatchSize = parsed.GetValue(command.BatchSize),
            Threads = parsed.GetValue(command.Threads),
            Provider = parsed.GetValue(command.Provider),
            Threshold = parsed.GetValue(command.Threshold),
            Abstain = Optional(command.Abstain, parsed, AbstainBand.Parse, AbstainBand.Expected, problems),
            AbstainBelow = parsed.GetValue(command.AbstainBelow),
            Probabilities = parsed.GetValue(command.Probabilities),
            Resume = parsed.GetValue(command.Resume),
            Shard = shard,
            Json = parsed.GetValue(command.Json),
        };
        problems.AddRange(Validate(options));
        return problems.Count == 0 ? options : throw new OptionsValidationException(nameof(ScoreOptions), typeof(ScoreOptions), problems);
    }

    static IEnumerable<string> Validate(ScoreOptions options)
    {
        if (options.BatchSize is < 1 or > TextClassifierOptions.LargestBatchSize)
        {
            yield return Problem("--batch-size", options.BatchSize, $"1 to {TextClassifierOptions.LargestBatchSize}");
        }

        if (options.Threads is < 1 or > MaxThreads)
        {
            yield return Problem("--threads", options.Threads, $"1 to {MaxThreads}");
        }

        if (options.Threshold is { } threshold and not (>= 0 and <= 1))
        {
            yield return Problem("--threshold", threshold, "0 to 1");
        }

        if (options.AbstainBelow is { } below and not (> 0 and <= 1))
        {
            yield return Problem("--abstain-below", below, "above 0, at most 1");
        }

        if (options.Format == RowFormat.Lines && options.Columns.OtherColumns.Count > 0)
        {
            yield return "--columns: found text lines, which have no columns, expected CSV, TSV or JSON Lines";
        }

        if (options.Resume && (options.ReadsStandardInput || options.Target.Kind != OutputKind.RegularFile))
        {
            yield return "--resume: found an input or output that is not a regular file, expected seekable files";
        }

        if (options.Shard is not null && (options.ReadsStandardInput || RowFormats.IsGzip(options.Input)))
        {
            yield return Problem("--shard", options.ReadsStandardInput ? "standard input" : "a compressed file", "an uncompressed file");
        }

        if (options.Target.Kind == OutputKind.RegularFile && !options.ReadsStandardInput && File.Exists(options.Input)
            && OutputTarget.Of(options.Input).Path == options.Target.Path)
        {
            yield return Problem("--output", options.Output, "another file than the input");
        }
    }

    static IReadOnlyList<string> OtherColumns(string? text, List<string> problems)
    {
        var names = text is null ? [] : NameList.Parse(text);
        if (names is null || names.Contains("") || names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            problems.Add(Problem("--columns", $"\"{text}\"", "different names separated by commas; a name with a comma or a quote is quoted as in CSV"));
        }

        return names ?? [];
    }

    static OutputTarget Target(string output, List<string> problems)
    {
        var standard = new OutputTarget(ScoreOptions.Standard, OutputKind.StandardOutput);
        try
        {
            return output == ScoreOptions.Standard ? standard : OutputTarget.Of(output);
        }
        catch (IOException exception)
        {
            problems.Add($"--output: {exception.Message}");
            return standard;
        }
    }

    static RowFormat Format(string input, string? name, List<string> problems)
    {
        var inferred = name is null && input != ScoreOptions.Standard ? RowFormats.OfFileName(input) : null;
        return inferred ?? Named(
            "--format", name ?? (input == ScoreOptions.Standard ? "none for standard input" : $"none, and {Path.GetFileName(input)} has no known extension"), s_formats, problems);
    }

    static OutputFormat FormatOfOutput(string output, string? name, List<string> problems) => name is not null
        ? Named("--output-format", name, s_outputFormats, problems)
        : RowFormats.OfFileName(output) switch
        {
            RowFormat.Tsv => OutputFormat.Tsv,
            RowFormat.JsonLines => OutputFormat.JsonLines,
            _ => OutputFormat.Csv,
        };

    static T Named<T>(string option, string name, (string Name, T Format)[] formats, List<string> problems)
    {
        var index = Array.FindIndex(formats, format => format.Name == name);
        if (index < 0)
        {
            problems.Add(Problem(option, name, $"{string.Join(", ", formats[..^1].Select(format => format.Name))} or {formats[^1].Name}"));
        }

        return formats[Math.Max(index, 0)].Format;
    }

    static IEnumerable<string> Named(ScoreCommand command, ParseResult parsed, DatasetOptions columns)
    {
        if (columns.LabelColumn is { } label && parsed.GetResult(command.Table.LabelColumn) is { Implicit: false })
        {
            yield return label;
        }

        if (columns.IdColumn is { } id && parsed.GetResult(command.IdColumn) is { Implicit: false })
        {
            yield return id;
        }
    }

    static T? Optional<T>(Option<string?> option, ParseResult parsed, Func<string, T?> parse, string expected, List<string> problems)
        where T : struct
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            problems.Add(Problem(option.Name, text, expected));
        }

        return value;
    }

    static string Problem(string option, object found, string expected) =>
        Invariant($"{option}: found {found}, expected {expected}");
}
