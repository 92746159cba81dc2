using RnnToolkit.Bundle;

namespace RnnToolkit.Inference;

/// <summary>How far the scores here are from those that the trainer recorded for the golden texts of the bundle.</summary>
/// <param name="Count">Golden texts.</param>
/// <param name="EncodingMismatches">Texts that got other token ids here; 0 unless the bundle or the library is broken.</param>
/// <param name="LargestLogitDifference">Largest absolute difference of the logits; 0 when there are no texts.</param>
/// <param name="LargestProbabilityDifference">Largest absolute difference of the probabilities, 0 to 1.</param>
/// <param name="MeanProbabilityDifference">Mean absolute difference of the probabilities, 0 to 1.</param>
/// <param name="LabelFlips">Texts that got the other label here.</param>
/// <param name="Precision">How the weights of the bundle are stored.</param>
/// <param name="Bundle">The bundle that was verified.</param>
public sealed record VerificationResult(
    int Count,
    int EncodingMismatches,
    double LargestLogitDifference,
    double LargestProbabilityDifference,
    double MeanProbabilityDifference,
    int LabelFlips,
    WeightPrecision Precision,
    BundleIdentity Bundle)
{
    /// <summary>The largest difference of a probability that the precision explains: 1e-5 for float32.</summary>
    public double Tolerance => Precision.Tolerance();

    /// <summary>
    /// Whether there was a text, and each got the trainer's token ids, its label, and its probability within a tolerance. Weights that
    /// were rounded on purpose may turn the label of a text that stood on the threshold.
    /// </summary>
    /// <param name="tolerance">Largest difference of a probability; null takes <see cref="Tolerance"/>.</param>
    /// <returns>True when all did.</returns>
    public bool Passes(double? tolerance = null) =>
        Count > 0
        && EncodingMismatches == 0
        && LargestProbabilityDifference <= (tolerance ?? Tolerance)
        && (LabelFlips == 0 || Precision is not WeightPrecision.Fp32);
}
