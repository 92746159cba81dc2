using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Inference;

namespace RnnToolkit.Scorer.Commands;

/// <summary><c>scorer score</c>: a file of texts in, a file of scores out.</summary>
sealed class ScoreCommand : Command
{
    public ScoreCommand(StandardStreams streams, TimeProvider time)
        : base("score", "Scores every row of a file: CSV, TSV, JSON Lines or text lines, also compressed with gzip.")
    {
        Table.LabelColumn.Description = "The column with the true label, one of the bundle's names, used for the metrics. The default column may be missing.";
        foreach (var option in (Option[])
        [
            Bundle, Input, Output, Format, OutputFormat, NoHeader, .. Table.All, IdColumn, NoLabels, BatchSize, Threads, Provider, Threshold, Probabilities, Columns, Abstain, AbstainBelow, Resume, Shard, Json,
        ])
        {
            Add(option);
        }

        SetAction(async (parsed, cancellationToken) =>
        {
            var (results, error) = (parsed.InvocationConfiguration.Output, StandardError.Of(parsed));
            await new ScoreJob(ScoreOptionsParser.Parse(this, parsed), streams, time, results, error).RunAsync(cancellationToken);
            return ExitCode.Done;
        });
    }

    public Option<string> Bundle { get; } = new("--bundle") { Description = "The directory of the exported model.", Required = true };

    public Option<string> Input { get; } = new("--input") { Description = "The file to score; - reads standard input.", Required = true };

    public Option<string> Output { get; } = new("--output")
    {
        Description = "The file to write; - writes to standard output. A file name that ends in .gz is compressed. Regular files are replaced, devices and pipes are written to, links are followed.",
        DefaultValueFactory = _ => "-",
    };

    public Option<string?> Format { get; } = new("--format")
    {
        Description = "csv, tsv, jsonl or lines. Default: inferred from the name of the input; required for standard input.",
    };

    public Option<string?> OutputFormat { get; } = new("--output-format")
    {
        Description = "csv, tsv or jsonl. Default: inferred from the name of the output, else csv.",
    };

    public Option<bool> NoHeader { get; } = new("--no-header") { Description = "Writes CSV or TSV without a header." };

    /// <summary>How the input is written. <c>--no-header</c> is about the output here.</summary>
    public TableOptions Table { get; } = new("written with their status", noHeader: "--no-input-header");

    public Option<string> IdColumn { get; } = new("--id-column")
    {
        Description = "The column with an id. The default column may be missing: rows are then numbered from 1.",
        DefaultValueFactory = _ => "id",
    };

    public Option<bool> NoLabels { get; } = new("--no-labels") { Description = "Ignores the label column." };

    public Option<int> BatchSize { get; } = new("--batch-size") { Description = "Texts per model call.", DefaultValueFactory = _ => 64 };

    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Batches scored at the same time. Default: the number of processors.",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, ScoreOptionsParser.MaxThreads),
    };

    public Option<ExecutionProvider> Provider { get; } = new("--provider")
    {
        Description = "cpu (default), cuda or managed; without a usable GPU, cuda falls back to the CPU and says so; managed is the library's own arithmetic in place of ONNX Runtime.",
        HelpName = "cpu|cuda|managed",
    };

    public Option<double?> Threshold { get; } = new("--threshold")
    {
        Description = "For two labels: probabilities of the last one at or above it get that label. Default: the threshold of the bundle.",
    };

    public Option<string?> Abstain { get; } = new("--abstain")
    {
        Description = "LOW..HIGH, for two labels: probabilities of the last one between them get the label abstain, for example 0.4..0.6.",
    };

    public Option<double?> AbstainBelow { get; } = new("--abstain-below")
    {
        Description = "Predictions whose probability is below it get the label abstain; above 0, at most 1.",
    };

    public Option<bool> Probabilities { get; } = new("--probabilities") { Description = "Writes the probability of every label." };

    public Option<string?> Columns { get; } = new("--columns")
    {
        Description = "Columns of the input to pass through to the output, separated by commas; a name with a comma is quoted as in CSV.",
    };

    public Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Saves progress, so that a rerun of the same command resumes. Keeps *.part and *.journal next to the output until it is complete.",
    };

    public Option<string?> Shard { get; } = new("--shard")
    {
        Description = "i/n: scores part i of n of the file, counted from 0. Only part 0 writes a header: the outputs concatenated from 0 to n-1 are the output of the whole file.",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints the report as one line of JSON." };
}
