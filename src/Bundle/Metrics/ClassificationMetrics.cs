using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>Counts of a binary classification, and what follows from them. The positive class is label 1.</summary>
/// <param name="TruePositives">Positive texts scored positive.</param>
/// <param name="FalsePositives">Negative texts scored positive.</param>
/// <param name="TrueNegatives">Negative texts scored negative.</param>
/// <param name="FalseNegatives">Positive texts scored negative.</param>
[method: JsonConstructor] // or a struct's counts would be zero where the file lacks them
public readonly record struct ClassificationMetrics(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>All texts.</summary>
    [JsonIgnore]
    public long Count => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Share of texts scored right, 0 to 1; 0 when there is no text.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, Count);

    /// <summary>Share of the texts scored positive that are positive; 0 when there is none.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the positive texts that are scored positive; 0 when there is none.</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Harmonic mean of precision and recall.</summary>
    public double F1 => Ratio(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>These counts and one more text.</summary>
    public ClassificationMetrics Add(bool predictedPositive, bool isPositive) => (predictedPositive, isPositive) switch
    {
        (true, true) => this with { TruePositives = TruePositives + 1 },
        (true, false) => this with { FalsePositives = FalsePositives + 1 },
        (false, false) => this with { TrueNegatives = TrueNegatives + 1 },
        (false, true) => this with { FalseNegatives = FalseNegatives + 1 },
    };

    static double Ratio(long numerator, long denominator) => denominator == 0 ? 0 : (double)numerator / denominator;
}
