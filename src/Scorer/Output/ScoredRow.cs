using RnnToolkit.Inference;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>One output row.</summary>
/// <param name="Id">The id of the input row.</param>
/// <param name="Label">Name of the predicted label, or "abstain"; null for a bad row.</param>
/// <param name="Probability">Probability of the predicted label, also of a row that is left undecided; null for a bad row.</param>
/// <param name="Probabilities">Those of all labels; empty for a bad row.</param>
/// <param name="Status">The status.</param>
/// <param name="Offset">The offending byte of the input; null for a good row.</param>
/// <param name="Others">Values of the input that are passed through; empty for a bad row.</param>
readonly record struct ScoredRow(
    string Id, string? Label, float? Probability, LabelProbabilities Probabilities, RowStatus Status, long? Offset, IReadOnlyList<string?> Others);
