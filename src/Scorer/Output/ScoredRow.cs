using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>One output row.</summary>
/// <param name="Id">The id of the input row.</param>
/// <param name="Label">Name of the predicted label, or "abstain"; null for a bad row.</param>
/// <param name="Probability">Probability of label 1; null for a bad row.</param>
/// <param name="Status">The status.</param>
/// <param name="Offset">The offending byte of the input; null for a good row.</param>
readonly record struct ScoredRow(string Id, string? Label, float? Probability, RowStatus Status, long? Offset);
