using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Options;

/// <summary>The options of <c>scorer score</c>.</summary>
sealed record ScoreOptions
{
    /// <summary>Means standard input or standard output.</summary>
    public const string Standard = "-";

    public required string Bundle { get; init; }

    public required string Input { get; init; }

    public string Output { get; init; } = Standard;

    /// <summary>Where <see cref="Output"/> leads.</summary>
    public OutputTarget Target { get; init; } = new(Standard, OutputKind.StandardOutput);

    public required RowFormat Format { get; init; }

    public required OutputFormat OutputFormat { get; init; }

    /// <summary>Whether CSV and TSV begin with a header; of the shards of a file only the first one does.</summary>
    public bool Header { get; init; } = true;

    /// <summary>How the input is written; labels are never required.</summary>
    public DatasetOptions Columns { get; init; } = new() { RequireLabels = false };

    /// <summary>Columns that the user named, so that a missing one is an error.</summary>
    public IReadOnlyList<string> NamedColumns { get; init; } = [];

    public int BatchSize { get; init; } = 64;

    public int Threads { get; init; } = 1;

    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    public double? Threshold { get; init; }

    public AbstainBand? Abstain { get; init; }

    /// <summary>Labels with a lower probability are left undecided; null leaves none.</summary>
    public double? AbstainBelow { get; init; }

    /// <summary>Whether the probabilities of all labels are written.</summary>
    public bool Probabilities { get; init; }

    /// <summary>Whether rows can be left undecided.</summary>
    public bool CanAbstain => Abstain is not null || AbstainBelow is not null;

    public Shard? Shard { get; init; }

    public bool Resume { get; init; }

    /// <summary>Whether the report is one line of JSON.</summary>
    public bool Json { get; init; }

    public bool ReadsStandardInput => Input == Standard;

    public bool WritesStandardOutput => Target.Kind == OutputKind.StandardOutput;
}
