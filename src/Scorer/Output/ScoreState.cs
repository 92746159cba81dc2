using RnnToolkit.Datasets.Rows;
using RnnToolkit.Scorer.Pipeline;

namespace RnnToolkit.Scorer.Output;

/// <summary>Progress: all output rows before <paramref name="Position"/> were written, and <paramref name="Tally"/> counts them.</summary>
sealed record ScoreState(RowPosition Position, ScoreTally Tally);
