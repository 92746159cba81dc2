using RnnToolkit.Bundle;

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
        var predictions = ClassifyBatch([.. golden.Select(probe => probe.Text)], cancellationToken);
        var ids = new long[_encoder.SequenceLength];
        var (mismatches, comparison) = (0, new ScoreComparison(_threshold));
        foreach (var (probe, prediction) in golden.Zip(predictions))
        {
            _encoder.Encode(probe.Text, ids);
            mismatches += probe.Ids.SequenceEqual(ids) ? 0 : 1;
            comparison.Add(probe.Logit, prediction.Logit, prediction.Probability);
        }

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
}
