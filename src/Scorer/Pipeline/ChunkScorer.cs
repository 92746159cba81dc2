using System.Buffers;
using RnnToolkit.Bundle;
using RnnToolkit.Datasets.Rows;
using RnnToolkit.Inference;
using RnnToolkit.Scorer.Options;
using RnnToolkit.Scorer.Output;

namespace RnnToolkit.Scorer.Pipeline;

/// <summary>Scores a chunk and formats its output rows. Thread-safe.</summary>
sealed class ChunkScorer(TextClassifier scorer, LabelSet labels, ScoreOptions options, RowFormatter formatter)
{
    /// <summary>The label of a row that is left undecided.</summary>
    public const string AbstainLabel = "abstain";

    const int TypicalRowBytes = 48;

    public ScoredChunk Score(RowChunk chunk)
    {
        var scores = scorer.ClassifyBatch([.. chunk.Rows.Where(row => row.Text is not null).Select(row => row.Text!)]);
        var output = new ArrayBufferWriter<byte>(TypicalRowBytes * chunk.Rows.Count);
        var statuses = new long[RowStatuses.Count];
        var faults = new List<RowFault>();
        var counter = new ClassificationCounter();
        var probabilities = new double[labels.Count];
        var (next, abstained, labelledAbstained) = (0, 0, 0);
        var (bytes, badBytes) = (0L, 0L);
        foreach (var row in chunk.Rows)
        {
            var length = row.EndOffset - row.Offset;
            bytes += length;
            if (row.Fault is { } fault)
            {
                faults.Add(fault);
            }

            if (row.Text is null)
            {
                var bad = RowStatuses.Of(row.Fault!.Kind);
                statuses[(int)bad]++;
                badBytes += length;
                formatter.Write(output, new ScoredRow(row.Id, null, null, default, bad, row.Fault.Offset, []));
                continue;
            }

            var score = scores[next++];
            var status = row.Fault is { } badLabel ? RowStatuses.Of(badLabel.Kind) : RowStatuses.Of(score.Status);
            var undecided = IsUndecided(score);
            statuses[(int)status]++;
            abstained += undecided ? 1 : 0;
            if (labels.IndexOf(row.Label) is { } label)
            {
                labelledAbstained += undecided ? 1 : 0;
                if (!undecided)
                {
                    for (var i = 0; i < probabilities.Length; i++)
                    {
                        probabilities[i] = score.Probabilities.At(i);
                    }

                    counter.Add(label, score.LabelIndex, probabilities);
                }
            }

            formatter.Write(
                output,
                new ScoredRow(row.Id, undecided ? AbstainLabel : score.Label, score.Probability, score.Probabilities, status, row.Fault?.Offset, row.Others));
        }

        var tally = new ScoreTally
        {
            Statuses = statuses,
            Bytes = bytes,
            BadBytes = badBytes,
            Classified = counter.Counts,
            Abstained = abstained,
            LabelledAbstained = labelledAbstained,
        };
        return new ScoredChunk(output.WrittenMemory, tally, faults, chunk.End);
    }

    bool IsUndecided(Prediction prediction) =>
        options.Abstain?.Contains(prediction.Probabilities.At(1)) == true || prediction.Probability < options.AbstainBelow;
}
