using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>What a report shows beyond what the runs left.</summary>
public sealed record ReportOptions
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Training report";

    /// <summary>
    /// Finds the texts of ids in a part of a run's data, <c>test</c> or <c>validation</c>; ids that it does not find are left out. Null, the
    /// default, for a report without people's texts. It is called once for each run.
    /// </summary>
    public Func<TrainedRun, string, IReadOnlySet<string>, IReadOnlyDictionary<string, string>>? TextsOf { get; init; }

    /// <summary>What could not be read, a line each: shown at the top.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Models of other kinds that were scored on the same texts, such as hidden Markov models: rows of the table.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];
}
