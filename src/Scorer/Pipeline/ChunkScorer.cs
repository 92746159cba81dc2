using System.Buffers;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;
using RnnToolkit.Scorer.Output;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Scores a chunk and formats its output rows. Thread-safe.</summary>
sealed class ChunkScorer(SentimentScorer scorer, AbstainBand? abstain, RowFormatter formatter)
{
    /// <summary>The label of a row in the abstain band.</summary>
    public const string AbstainLabel = "abstain";

    const int TypicalRowBytes = 48;

    public ScoredChunk Score(RowChunk chunk)
    {
        var scores = scorer.ScoreBatch([.. chunk.Rows.Where(row => row.Text is not null).Select(row => row.Text!)]);
        var output = new ArrayBufferWriter<byte>(TypicalRowBytes * chunk.Rows.Count);
        var statuses = new long[RowStatuses.Count];
        var faults = new List<RowFault>();
        var metrics = default(ClassificationMetrics);
        var (next, abstained, labelledAbstained) = (0, 0, 0);
        foreach (var row in chunk.Rows)
        {
            if (row.Fault is { } fault)
            {
                var bad = RowStatuses.Of(fault.Kind);
                statuses[(int)bad]++;
                faults.Add(fault);
                formatter.Write(output, new ScoredRow(row.Id, null, null, bad, fault.Offset));
                continue;
            }

            var score = scores[next++];
            var status = RowStatuses.Of(score.Status);
            var undecided = abstain?.Contains(score.Probability) == true;
            statuses[(int)status]++;
            abstained += undecided ? 1 : 0;
            if (row.Label is { } label)
            {
                labelledAbstained += undecided ? 1 : 0;
                metrics = undecided ? metrics : metrics.Add(predictedPositive: score.LabelIndex == 1, isPositive: label == 1);
            }

            formatter.Write(output, new ScoredRow(row.Id, undecided ? AbstainLabel : score.Label, score.Probability, status, null));
        }

        var tally = new ScoreTally { Statuses = statuses, Metrics = metrics, Abstained = abstained, LabelledAbstained = labelledAbstained };
        return new ScoredChunk(output.WrittenMemory, tally, faults, chunk.End);
    }
}
