using RnnToolkit.Bundle;

namespace RnnToolkit.Graphs.Onnx;

/// <summary>In which form a classifier is written.</summary>
/// <param name="Opset">The operator set.</param>
/// <param name="Precision">How the weights are stored.</param>
/// <param name="TextInput">Whether there is also a second graph, which takes raw text.</param>
public sealed record GraphFormat(OpsetInfo Opset, WeightPrecision Precision, bool TextInput = false)
{
    /// <summary>The oldest operator set that raw text can use: ScatterElements can add.</summary>
    public const int MinimumTextInputOpset = 16;

    /// <summary>The default format.</summary>
    public static GraphFormat Default { get; } = new(OpsetInfo.Find(OpsetInfo.DefaultOpset)!, WeightPrecision.Fp32);

    /// <summary>The precision as options, bundle.json and reports write it.</summary>
    public string PrecisionName => Precision.Name();

    /// <summary>Whether weights are rounded on purpose, which may change the label of a text near the threshold.</summary>
    public bool IsRounded => Precision != WeightPrecision.Fp32;

    /// <summary>How far the probability of a probe may be from the trainer's.</summary>
    public double Tolerance => Precision.Tolerance();
}
