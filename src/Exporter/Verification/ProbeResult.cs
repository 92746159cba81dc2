namespace RnnToolkit.Exporter.Verification;

/// <summary>How far a bundle is from the trainer's numbers.</summary>
/// <param name="Probes">How many texts were compared.</param>
/// <param name="LargestProbabilityDifference">The largest difference of a probability.</param>
/// <param name="LargestLogitDifference">The largest difference of a logit.</param>
/// <param name="Flips">Comparisons in which the label differs.</param>
sealed record ProbeResult(int Probes, double LargestProbabilityDifference, double LargestLogitDifference, int Flips)
{
    /// <summary>This result and one more comparison of the same texts.</summary>
    public ProbeResult Add(ProbeResult other) => this with
    {
        LargestProbabilityDifference = Math.Max(LargestProbabilityDifference, other.LargestProbabilityDifference),
        LargestLogitDifference = Math.Max(LargestLogitDifference, other.LargestLogitDifference),
        Flips = Flips + other.Flips,
    };
}
