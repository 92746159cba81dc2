using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;

namespace RnnToolkit.Inference;

/// <content>The proof that scores here are the trainer's.</content>
public sealed partial class TextClassifier
{
    /// <summary>Scores the golden texts of the bundle again and compares with what the trainer recorded.</summary>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>The differences; <see cref="VerificationResult.Passes"/> judges them.</returns>
    /// <exception cref="BundleFormatException">The golden texts are missing or damaged, or another bundle is in the directory now.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public VerificationResult Verify(CancellationToken cancellationToken = default) =>
        Verify(ModelBundle.ReadGolden(_directory, Manifest), cancellationToken);

    /// <summary>As <see cref="Verify(CancellationToken)"/>, with golden texts that were read before.</summary>
    internal VerificationResult Verify(IReadOnlyList<Probe> golden, CancellationToken cancellationToken)
    {
        var (mismatches, comparison) = (0, new ScoreComparison(_threshold));
        var (ids, nGrams) = (new long[_encoder.SequenceLength], new NGramIds());
        foreach (var probe in golden)
        {
            _ = _shape.HasNGrams ? _encoder.Encode(probe.Text, ids, nGrams) : _encoder.Encode(probe.Text, ids);
            mismatches += probe.Ids.SequenceEqual(ids) && nGrams.Values.SequenceEqual([.. probe.NGrams ?? []]) ? 0 : 1;
        }

        Run([.. golden.Select(probe => probe.Text)], (text, logits, probabilities) => comparison.Add(golden[text].Outputs, logits, probabilities), cancellationToken);
        return new VerificationResult(
            golden.Count,
            mismatches,
            comparison.LargestLogitDifference,
            comparison.LargestDifference,
            comparison.MeanDifference,
            comparison.LabelFlips,
            Manifest.Graph.Precision,
            Bundle);
    }

    /// <summary>Runs the model on texts and hands over what it gives: K logits and K probabilities a text, in no particular order.</summary>
    internal void Run(IReadOnlyList<string> texts, OutputReader read, CancellationToken cancellationToken)
    {
        using var use = _uses.Enter(this);
        for (var done = 0; done < texts.Count; done += _options.MaxBatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_options.MaxBatchSize, texts.Count - done);
            using var lease = _buffers.RentTexts(count);
            for (var i = 0; i < count; i++)
            {
                lease.Buffer.Encode(i, _encoder, texts[done + i]);
            }

            foreach (var (first, rows) in CutBatches(lease.Buffer, count))
            {
                var order = lease.Buffer.Order.Slice(first, rows);
                using var run = RunBatch(lease.Buffer, order, lease.Buffer.Lengths[first + rows - 1]);
                for (var row = 0; row < rows; row++)
                {
                    read(done + order[row], run.Buffer.Logits(row), run.Buffer.Probabilities(row));
                }
            }
        }
    }

    /// <summary>Gets what the model gives for a text.</summary>
    internal delegate void OutputReader(int text, ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities);
}
