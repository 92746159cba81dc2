using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Consecutive rows that are scored as one batch.</summary>
/// <param name="Rows">Good and bad rows, in order; at least one.</param>
/// <param name="End">The place after the last one.</param>
sealed record RowChunk(IReadOnlyList<TextRow> Rows, RowPosition End);

/// <summary>A scored chunk, ready to be written.</summary>
/// <param name="Output">Its rows as they are written.</param>
/// <param name="Tally">Counts over its rows.</param>
/// <param name="Faults">Its faults, in order.</param>
/// <param name="End">The place after its last row.</param>
sealed record ScoredChunk(ReadOnlyMemory<byte> Output, ScoreTally Tally, IReadOnlyList<RowFault> Faults, RowPosition End);
