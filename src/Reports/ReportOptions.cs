using RnnToolkit.Runs;

namespace RnnToolkit.Reports;

/// <summary>What a report shows beyond what the runs left.</summary>
public sealed record ReportOptions
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Training report";

    /// <summary>
    /// Finds the texts of ids in the evaluated part of a run; ids that it does not find are left out. Null, the default, for a report without
    /// people's texts. It is called once for each run.
    /// </summary>
    public Func<TrainedRun, IReadOnlySet<string>, IReadOnlyDictionary<string, string>>? TextsOf { get; init; }

    /// <summary>What could not be read, a line each: shown at the top.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Models of other kinds that were scored on the same texts, such as hidden Markov models: rows of the table.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];
}

/// <summary>A model of another kind: a row of the results.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Summary">How well it does on the same texts.</param>
/// <param name="Remark">What else is worth saying, such as its perplexity.</param>
public sealed record Baseline(string Name, EvaluationSummary Summary, string Remark = "");
