using System.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.CommandLine;

/// <summary>The options of a command that say how files of rows are written and which columns are read: the same in all programs.</summary>
public sealed class TableOptions
{
    /// <summary>Creates the options.</summary>
    /// <param name="badRows">What becomes of bad rows where some are accepted, as the end of a sentence.</param>
    /// <param name="noHeader">The name of <see cref="NoHeader"/>.</param>
    public TableOptions(string badRows, string noHeader = "--no-header")
    {
        NoHeader = new(noHeader) { Description = "The CSV or TSV input has no header: its columns are called 1, 2, ..." };
        MaxErrorRate = new("--max-error-rate")
        {
            Description = $"Accepted share of bad rows, by count and by bytes, 0 to 1. With 0 the first bad row is an error; otherwise bad rows are {badRows}.",
            DefaultValueFactory = _ => 0,
        };
    }

    /// <summary><c>--text-column</c>.</summary>
    public Option<string> TextColumn { get; } = new("--text-column")
    {
        Description = "The column of the texts; in JSON Lines a.b is property b of the object a.",
        DefaultValueFactory = _ => "text",
    };

    /// <summary><c>--label-column</c>.</summary>
    public Option<string> LabelColumn { get; } = new("--label-column") { Description = "The column of the labels.", DefaultValueFactory = _ => "label" };

    /// <summary><c>--delimiter</c>.</summary>
    public Option<string?> Delimiter { get; } = new("--delimiter")
    {
        Description = "What separates the fields of CSV and TSV: \",\", \";\" or tab. Default: inferred from the header.",
    };

    /// <summary><c>--encoding</c>.</summary>
    public Option<string> Encoding { get; } = new("--encoding")
    {
        Description = $"How characters are stored: {FileEncodings.Expected}. A byte order mark decides where there is one.",
        DefaultValueFactory = _ => FileEncodings.NameOf(FileEncoding.Utf8),
    };

    /// <summary>Says that the first row is not a header.</summary>
    public Option<bool> NoHeader { get; }

    /// <summary><c>--quoting</c>.</summary>
    public Option<Quoting> QuotingOption { get; } = new("--quoting")
    {
        Description = "What a quote means in CSV and TSV: rfc4180 (default), or none if quotes are ordinary characters.",
        HelpName = "rfc4180|none",
    };

    /// <summary><c>--max-error-rate</c>.</summary>
    public Option<double> MaxErrorRate { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [TextColumn, LabelColumn, Delimiter, Encoding, NoHeader, QuotingOption, MaxErrorRate];

    /// <summary>What the command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Receives a line for each value that cannot be used.</param>
    public DatasetOptions Read(ParseResult parsed, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(problems);
        var (delimiter, encoding, rate) = (parsed.GetValue(Delimiter), parsed.GetValue(Encoding)!, parsed.GetValue(MaxErrorRate));
        var options = new DatasetOptions
        {
            TextColumn = parsed.GetValue(TextColumn)!,
            LabelColumn = parsed.GetValue(LabelColumn),
            Delimiter = delimiter is null ? null : Delimiters.Parse(delimiter),
            Encoding = FileEncodings.Parse(encoding) ?? FileEncoding.Utf8,
            HasHeader = !parsed.GetValue(NoHeader),
            Quoting = parsed.GetValue(QuotingOption),
            MaxErrorRate = rate,
            MentionsOptions = true,
        };
        if (delimiter is not null && options.Delimiter is null)
        {
            problems.Add($"{Delimiter.Name}: found \"{delimiter}\", expected {Delimiters.Expected}");
        }

        if (FileEncodings.Parse(encoding) is null)
        {
            problems.Add($"{Encoding.Name}: found \"{encoding}\", expected {FileEncodings.Expected}");
        }

        if (rate is not (>= 0 and <= 1))
        {
            problems.Add(Invariant($"{MaxErrorRate.Name}: found {rate}, expected 0 to 1"));
        }

        return options;
    }
}
