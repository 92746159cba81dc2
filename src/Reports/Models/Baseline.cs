using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>A model of another kind: a row of the results.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Summary">How well it does on the same texts.</param>
/// <param name="Remark">What else is worth saying, such as its perplexity.</param>
public sealed record Baseline(string Name, EvaluationSummary Summary, string Remark = "");
