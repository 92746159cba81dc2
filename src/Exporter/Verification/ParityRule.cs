using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Exporter.Verification;

/// <summary>When a score is close enough to the one it must be.</summary>
/// <param name="Tolerance">How far a probability may be; infinite where only labels count.</param>
/// <param name="LabelsMayDiffer">Whether a label may differ, which rounded weights explain.</param>
/// <param name="Judge">Decides on a text beyond the tolerance; null to refuse it.</param>
sealed record ParityRule(double Tolerance, bool LabelsMayDiffer, Float64Judge? Judge)
{
    /// <summary>Largest share of the labels of a test set that fp16 and int8 may change.</summary>
    public const double MaxFlipShare = 0.002;

    /// <summary>Largest change of the accuracy on a test set with fp16 and int8: 0.1 points.</summary>
    public const double MaxAccuracyChange = 0.001;

    // Of 1,000 texts, 0.1 points are a single one.
    const double FewTexts = 2;

    /// <summary>The bounds of fp16 and int8 on a test set of so many texts: two texts may differ however few there are.</summary>
    public static ParityBounds BoundsOf(int texts) =>
        new(Difference: null, Math.Max(MaxFlipShare, FewTexts / texts), Math.Max(MaxAccuracyChange, FewTexts / texts));

    /// <summary>For scores against float32 logits of the same weights.</summary>
    /// <param name="weights">The weights as the graph computes with them.</param>
    /// <param name="tolerance">How far a probability may be without asking float64.</param>
    public static ParityRule Exact(ModelConfig config, StateDict weights, double? tolerance = null) =>
        new(tolerance ?? WeightPrecision.Fp32.Tolerance(), LabelsMayDiffer: false, Float64Judge.Of(config, weights));

    /// <summary>For probes against the trainer's logits. Where weights were rounded it only guards against a graph that is wrong.</summary>
    public static ParityRule ForProbes(ModelConfig config, StateDict weights, GraphFormat format) =>
        format.IsRounded ? new(format.Tolerance, LabelsMayDiffer: true, Judge: null) : Exact(config, weights);

    /// <summary>For a test set against the trainer's logits. Where weights were rounded, labels and accuracy are judged as a whole.</summary>
    public static ParityRule ForTestSet(ModelConfig config, StateDict weights, GraphFormat format, double? tolerance) =>
        format.IsRounded ? new(double.PositiveInfinity, LabelsMayDiffer: true, Judge: null) : Exact(config, weights, tolerance);
}
