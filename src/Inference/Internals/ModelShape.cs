using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>The sizes of inputs and outputs that follow from a model.</summary>
/// <param name="SequenceLength">The most ids of a text, S.</param>
/// <param name="OutputCount">Logits of a text, and probabilities, K: one for two labels, else one a label.</param>
/// <param name="HasNGrams">Whether there is a wide channel, which reads the n-grams of a text.</param>
sealed record ModelShape(int SequenceLength, int OutputCount, bool HasNGrams)
{
    /// <summary>The shape of a bundle's model.</summary>
    public static ModelShape Of(BundleManifest manifest) =>
        new(manifest.Preprocessing.SequenceLength, manifest.Model.OutputCount, manifest.Model.WideSize > 0);
}
