namespace RnnToolkit.Runs;

/// <summary>Whether probabilities mean what they say: of the texts with a probability of 80%, 80% should be right.</summary>
/// <param name="ExpectedError">
/// The expected calibration error (Guo et al. 2017): the mean distance between confidence and accuracy of a bin, weighted with its texts. 0 for no text.
/// </param>
/// <param name="Bins">All bins from 0 to 1, equally wide, also those without a text.</param>
public sealed record Calibration(double ExpectedError, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Bins where nothing else is said, as in the paper of Guo et al.</summary>
    public const int DefaultBins = 15;

    /// <summary>The calibration of texts.</summary>
    /// <param name="confidences">The probability of the label that a text got, 0 to 1, a text each; for two labels, too.</param>
    /// <param name="isRight">Whether it is the right one.</param>
    /// <param name="bins">How many bins. A bin holds its upper end, not its lower one; the first holds 0.</param>
    public static Calibration Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> isRight, int bins = DefaultBins)
    {
        ArgumentNullException.ThrowIfNull(confidences);
        ArgumentNullException.ThrowIfNull(isRight);
        ArgumentOutOfRangeException.ThrowIfNotEqual(isRight.Count, confidences.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var (counts, rights, sums) = (new long[bins], new long[bins], new double[bins]);
        for (var i = 0; i < confidences.Count; i++)
        {
            var bin = BinOf(confidences[i], bins);
            counts[bin]++;
            rights[bin] += isRight[i] ? 1 : 0;
            sums[bin] += confidences[i];
        }

        return new Calibration(
            confidences.Count == 0 ? 0 : sums.Zip(rights, (sum, right) => Math.Abs(sum - right)).Sum() / confidences.Count,
            [
                .. counts.Select((count, bin) => new ReliabilityBin(
                    (double)bin / bins, (bin + 1.0) / bins, count, count == 0 ? 0 : sums[bin] / count, Proportion.Estimate(rights[bin], count))),
            ]);
    }

    /// <summary>The bin of a confidence.</summary>
    internal static int BinOf(double confidence, int bins = DefaultBins) => Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);

    /// <summary>The Brier score of one text: the squared distance of its probabilities from 1 for its label and 0 for the others.</summary>
    /// <param name="probabilities">The probability of the last of two labels, or one a label.</param>
    /// <param name="label">Its label.</param>
    /// <returns>0 to 1 for two labels, where only the last one counts, as in scikit-learn; 0 to 2 for more.</returns>
    public static double BrierScore(ReadOnlySpan<double> probabilities, int label)
    {
        if (probabilities.Length == 1)
        {
            return (probabilities[0] - label) * (probabilities[0] - label);
        }

        var sum = 0.0;
        for (var k = 0; k < probabilities.Length; k++)
        {
            var distance = probabilities[k] - (k == label ? 1 : 0);
            sum += distance * distance;
        }

        return sum;
    }
}

/// <summary>The texts whose confidence lies in a range: a point of a reliability diagram.</summary>
/// <param name="Low">Where the range begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Count">Texts.</param>
/// <param name="MeanConfidence">Their mean confidence; 0 without texts.</param>
/// <param name="Accuracy">The share of them that are right.</param>
public sealed record ReliabilityBin(double Low, double High, long Count, double MeanConfidence, Estimate Accuracy);
