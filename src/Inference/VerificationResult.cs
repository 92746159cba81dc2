namespace RnnToolkit.Inference;

/// <summary>How far the scores here are from those that the trainer recorded for the golden texts of the bundle.</summary>
/// <param name="Count">Golden texts.</param>
/// <param name="EncodingMismatches">Texts that got other token ids here; 0 unless the bundle or the library is broken.</param>
/// <param name="LargestLogitDifference">Largest absolute difference of the logits; 0 when there are no texts.</param>
/// <param name="LargestProbabilityDifference">Largest absolute difference of the probabilities, 0 to 1.</param>
/// <param name="MeanProbabilityDifference">Mean absolute difference of the probabilities, 0 to 1.</param>
/// <param name="LabelFlips">Texts that got the other label here.</param>
public sealed record VerificationResult(
    int Count,
    int EncodingMismatches,
    double LargestLogitDifference,
    double LargestProbabilityDifference,
    double MeanProbabilityDifference,
    int LabelFlips)
{
    /// <summary>Whether every text got the trainer's ids and label, and its probability up to a tolerance.</summary>
    /// <param name="tolerance">Largest difference of a probability; 1e-5 is what float32 weights keep on every machine.</param>
    /// <returns>True when all did, and there was at least one.</returns>
    public bool Passes(double tolerance = 1e-5) =>
        Count > 0 && EncodingMismatches == 0 && LabelFlips == 0 && LargestProbabilityDifference <= tolerance;
}
